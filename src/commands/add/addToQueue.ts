import { randomUUID } from 'node:crypto';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { LastDestination } from '../../host/lastDestination';
import type { CommandHandler } from '../../host/registerCommand';
import type { Settings } from '../../host/settingsSchema';
import { copyArguments } from '../arguments/copyArguments';
import { completeChoice } from '../ask/completeChoice';
import { inThisWindow } from '../queue/queueElsewhere';
import { buildJobRequest } from './buildJobRequest';

/** What the command needs of the extension. */
export interface AddCommandNeeds {
  readonly queue: CopyQueue;
  readonly lastDestination: LastDestination;
  /** A snapshot of the settings of this moment. */
  readSettings(): Settings;
  /** Shows a job where the person can see that it is in the queue. */
  revealJob(jobId: string): Promise<void>;
}

/**
 * "Add to Batch Queue…": asks for the destination and adds a job that waits until the queue is started. Its settings are
 * those of now. Names that exist at the destination are looked at when it runs.
 */
export function addToQueue({ queue, lastDestination, readSettings, revealJob }: AddCommandNeeds): CommandHandler {
  return async (first, second) => {
    const choice = await completeChoice(copyArguments(first, second), lastDestination);
    if (choice === undefined) return;
    const attempt = { jobId: randomUUID(), attempt: 1, request: buildJobRequest(choice, readSettings()) };
    await inThisWindow(queue.enqueue(attempt, 'withQueue'));
    await revealJob(attempt.jobId);
  };
}
