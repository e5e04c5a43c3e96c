import type { CopyQueue } from '../../client/queue/copyQueue';
import type { CommandHandler } from '../../host/registerCommand';
import { jobIdsOf } from '../arguments/jobArguments';
import { inThisWindow } from './queueElsewhere';

/** "Copy Again": the same request once more, from the start and as a job of its own. */
export function copyAgain(queue: CopyQueue): CommandHandler {
  return async (first, second) => {
    for (const jobId of jobIdsOf(first, second)) await inThisWindow(queue.duplicate(jobId, 'atOnce'));
  };
}
