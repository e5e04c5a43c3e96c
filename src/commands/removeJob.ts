import type { CopyQueue } from '../client/copyQueue';
import { findJob } from '../client/queueState';
import type { JobSummary } from '../engine/model/summary';
import type { CommandHandler } from '../host/registerCommand';
import { jobIdsOf } from './jobArguments';
import { inThisWindow } from './queueElsewhere';

/** What the command needs of the extension. */
export interface RemoveCommandNeeds {
  readonly queue: CopyQueue;
  /** Asks whether an interrupted copy is to be forgotten. */
  askAboutDiscarding(summary: JobSummary): Promise<boolean>;
}

/** "Remove from Queue": takes waiting and ended jobs out; the running one has to be cancelled. Nothing on disk changes. */
export function removeJob({ queue, askAboutDiscarding }: RemoveCommandNeeds): CommandHandler {
  return async (first, second) => {
    for (const jobId of jobIdsOf(first, second)) {
      const job = findJob(queue.state, jobId);
      if (job?.state === 'interrupted' && !(await askAboutDiscarding(job.summary))) continue;
      await inThisWindow(queue.remove(jobId));
    }
  };
}
