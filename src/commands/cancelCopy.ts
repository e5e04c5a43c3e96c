import type { CopyQueue, StagingChoice } from '../client/copyQueue';
import type { Attempt } from '../engine/model/job';
import type { CommandHandler } from '../host/registerCommand';
import { sayNothingRuns } from './nothingRuns';

/** What the command needs of the extension. */
export interface CancelCommandNeeds {
  readonly queue: CopyQueue;
  /** Asks what becomes of the staging folder; undefined if the copy is to go on. */
  askAboutStaging(attempt: Attempt): Promise<StagingChoice | undefined>;
}

/**
 * "Cancel Copy…": of the running copy, after asking what becomes of its staging folder; or, given the id of a waiting
 * one, of that: nothing of it was begun, so nothing is asked.
 */
export function cancelCopy({ queue, askAboutStaging }: CancelCommandNeeds): CommandHandler {
  return async (wanted) => {
    const running = queue.state.running?.attempt;
    if (typeof wanted === 'string' && wanted !== running?.jobId) {
      queue.cancel(wanted, 'keep');
      return;
    }
    if (running === undefined) {
      sayNothingRuns();
      return;
    }
    const staging = await askAboutStaging(running);
    // If the copy has ended while the question stood there, its result is shown and there is nothing to cancel.
    if (staging !== undefined) queue.cancel(running.jobId, staging);
  };
}
