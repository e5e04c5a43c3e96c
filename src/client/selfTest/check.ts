import type { Bench } from './bench';
import type { CheckResult } from './result';

/** One check: what it does, what has to happen, and how that is found out. */
export interface Check extends Pick<CheckResult, 'id' | 'title' | 'expected' | 'plantedBy'> {
  /** What happened, and whether it is what has to. What it throws counts as failed. */
  run(bench: Bench): Promise<Pick<CheckResult, 'passed' | 'observed'>>;
}
