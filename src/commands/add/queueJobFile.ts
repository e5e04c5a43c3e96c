import type { CopyQueue } from '../../client/queue/copyQueue';
import type { CommandHandler } from '../../host/registerCommand';
import { inThisWindow } from '../queue/queueElsewhere';
import { loadJobs } from './jobFiles';
import type { RefusalNeeds } from './refusedFile';

/** What the commands for job files need of the extension. */
export interface JobFileNeeds extends RefusalNeeds {
  readonly queue: CopyQueue;
  /** Shows a job where the person can see that it is in the queue. */
  revealJob(jobId: string): Promise<void>;
}

/** "Queue Job File": adds the jobs of one or more job files; they wait until the queue is started. */
export function queueJobFile(needs: JobFileNeeds): CommandHandler {
  return addJobs(needs, 'withQueue');
}

/** "Run Job File": as {@link queueJobFile}, but the jobs begin as soon as none runs. */
export function runJobFile(needs: JobFileNeeds): CommandHandler {
  return addJobs(needs, 'atOnce');
}

function addJobs(needs: JobFileNeeds, start: 'withQueue' | 'atOnce'): CommandHandler {
  return async (first, second) => {
    const attempts = (await loadJobs(first, second, needs)) ?? [];
    const [one] = attempts;
    if (one === undefined) return;
    await inThisWindow(needs.queue.enqueueAll(attempts, start));
    await needs.revealJob(one.jobId);
  };
}
