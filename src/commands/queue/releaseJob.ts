import type { CopyQueue } from '../../client/queue/copyQueue';
import type { CommandHandler } from '../../host/registerCommand';
import { jobIdsOf } from '../arguments/jobArguments';
import { inThisWindow } from './queueElsewhere';

/** "Release": jobs that were held back for a failed volume have their turn after all. */
export function releaseJob(queue: CopyQueue): CommandHandler {
  return async (first, second) => {
    for (const jobId of jobIdsOf(first, second)) await inThisWindow(queue.release(jobId));
  };
}
