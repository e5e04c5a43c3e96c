import { type Attempt, shortId } from '../engine/model/job';
import type { JobSummary } from '../engine/model/summary';
import { crashSummary } from './crashSummary';
import type { HeldBy } from './volumes';

/** The summary of a job that was not started, because an earlier one failed for want of the same volume. */
export function heldSummary(attempt: Attempt, { jobId, label }: HeldBy): JobSummary {
  const path = attempt.request.destinations[0];
  return {
    ...crashSummary(attempt, new Date(), null, ''),
    failures: [
      {
        code: 'volumeHeld',
        ...(path !== undefined && { path }),
        args: { job: `${label} (${shortId(jobId)})` },
      },
    ],
  };
}
