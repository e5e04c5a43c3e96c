import type { Attempt } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';
import { untoldSummary } from './untoldSummary';

/** What is known of a job that is abandoned. */
export interface StalledJob {
  readonly startedAt: Date;
  readonly stagingDir: PathText | null;
  /** Milliseconds for which no system call had finished. */
  readonly silentMs: number;
  /** The item at hand, relative to the payload. */
  readonly item: PathText | null;
}

/** Whether a job was abandoned, so that its thread may still live. */
export function wasAbandoned({ failures }: JobSummary): boolean {
  return failures.some(({ code }) => code === 'stalled');
}

/** The summary of a job that was abandoned, because a device did not answer: nothing is claimed about it. */
export function stalledSummary(attempt: Attempt, { startedAt, stagingDir, silentMs, item }: StalledJob): JobSummary {
  const args = { silentMs: Math.round(silentMs), ...(item !== null && { item }) };
  const cause = 'a system call of the engine has not returned';
  return untoldSummary(attempt, { startedAt, stagingDir, failures: [{ code: 'stalled', args, cause }] });
}
