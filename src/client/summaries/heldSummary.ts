import type { FailureCode } from '../../engine/model/failure/failure';
import { type Attempt, shortId } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import { untoldSummary } from './untoldSummary';

/** What held back a volume: the job that failed because of it. */
export interface HeldBy {
  readonly jobId: string;
  readonly label: string;
}

/** The summary of a job that was not started, because an abandoned one may still hold names in its destination. */
export function lockedSummary(attempt: Attempt, by: Attempt): JobSummary {
  return notStarted(attempt, 'namesLocked', `${by.request.label} (${shortId(by.jobId)})`);
}

/** The summary of a job that was not started, because an earlier one failed for want of the same volume. */
export function heldSummary(attempt: Attempt, { jobId, label }: HeldBy): JobSummary {
  return notStarted(attempt, 'volumeHeld', `${label} (${shortId(jobId)})`);
}

function notStarted(attempt: Attempt, code: FailureCode, job: string): JobSummary {
  const path = attempt.request.destinations[0];
  const failures = [{ code, ...(path !== undefined && { path }), args: { job } }];
  return untoldSummary(attempt, { startedAt: new Date(), stagingDir: null, failures });
}
