import type { Attempt } from '../engine/model/job';
import type { ItemOutcome } from '../engine/model/outcome';
import type { PathText } from '../engine/model/pathText';
import type { Phase } from '../engine/model/protocol';
import type { JobSummary } from '../engine/model/summary';
import type { Progress } from './progress';

/** What may be heard of a running job. A listener that throws is noted in the log and disturbs nothing. */
export interface JobListener {
  /** Staging exists and holds a durable journal. */
  onStaged?(stagingDir: PathText): void;
  onPhase?(phase: Phase): void;
  /** At most ten times a second, and once at the end. */
  onProgress?(progress: Progress): void;
  /** Final outcomes in batches; each planned item appears exactly once. */
  onOutcomes?(outcomes: readonly ItemOutcome[]): void;
  onLog?(level: 'info' | 'warning' | 'error', message: string): void;
}

/** A job that was started. */
export interface RunningJob {
  readonly attempt: Attempt;
  /** Never rejects: whatever happens to the thread, there is exactly one summary. */
  readonly finished: Promise<JobSummary>;
  pause(): void;
  resume(): void;
  /** Takes effect within one buffer. `keep` leaves the staging folder for resuming, `remove` deletes it. */
  cancel(staging: 'keep' | 'remove'): void;
}
