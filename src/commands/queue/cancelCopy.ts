import type { CopyQueue } from '../../client/queue/copyQueue';
import type { StagingChoice } from '../../client/queue/queueState';
import type { Attempt } from '../../engine/model/job/job';
import type { CommandHandler } from '../../host/registerCommand';
import { sayNothingRuns } from './nothingRuns';

/** What the command needs of the extension. */
export interface CancelCommandNeeds {
  readonly queue: CopyQueue;
  /** Asks what becomes of the staging folder; undefined if the copy is to go on. */
  askAboutStaging(attempt: Attempt): Promise<StagingChoice | undefined>;
}

/** "Cancel Job…": of the running job, after asking what becomes of its staging folder. */
export function cancelCopy({ queue, askAboutStaging }: CancelCommandNeeds): CommandHandler {
  return async () => {
    const { running, elsewhere } = queue.state;
    if (running === null || elsewhere !== null) {
      sayNothingRuns();
      return;
    }
    const staging = await askAboutStaging(running.attempt);
    // If the copy has ended while the question stood there, its result is shown and there is nothing to cancel.
    if (staging !== undefined) queue.cancel(running.attempt.jobId, staging);
  };
}
