import type { ItemOutcome } from '../model/item/outcome';
import type { Phase } from '../model/job/phase';
import type { PathText } from '../model/text/pathText';
import type { LogLevel } from '../model/thread/logLevel';

/** What a job tells while it runs. None of it may throw. */
export interface JobEvents {
  staged(stagingDir: PathText): void;
  phase(phase: Phase): void;
  /** Exactly once for each planned item. */
  outcome(outcome: ItemOutcome): void;
  log(level: LogLevel, message: string): void;
}
