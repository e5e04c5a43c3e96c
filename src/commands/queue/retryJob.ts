import type { CopyQueue } from '../../client/queue/copyQueue';
import type { CommandHandler } from '../../host/registerCommand';
import { jobIdsOf } from '../arguments/jobArguments';
import { inThisWindow } from './queueElsewhere';

/** "Resume Job" and "Retry Job": a further attempt of the same job, which copies nothing again that is proved. */
export function retryJob(queue: CopyQueue): CommandHandler {
  return async (first, second) => {
    for (const jobId of jobIdsOf(first, second)) await inThisWindow(queue.retry(jobId));
  };
}
