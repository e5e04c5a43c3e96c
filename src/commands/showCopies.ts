import type { CopyQueue, QueueState } from '../client/copyQueue';
import type { JobSummary } from '../engine/model/summary';
import type { CommandHandler } from '../host/registerCommand';

/** What the command needs of the extension. */
export interface ShowCommandNeeds {
  readonly queue: CopyQueue;
  /** Opens the list of copies. */
  showList(queue: CopyQueue): void;
  /** Shows how one copy ended. */
  showResult(summary: JobSummary): Promise<void>;
}

/**
 * "Show Copies": the list of running, waiting and ended copies; also what a click on the status bar opens. Where one
 * result is all there is to see, or where the id of an ended copy is given, that result is shown at once.
 */
export function showCopies({ queue, showList, showResult }: ShowCommandNeeds): CommandHandler {
  return async (wanted) => {
    const result = typeof wanted === 'string' ? resultOf(queue.state, wanted) : onlyResult(queue.state);
    if (result === undefined) {
      showList(queue);
      return;
    }
    queue.acknowledge(result.jobId);
    await showResult(result);
  };
}

function resultOf({ unseen, recent }: QueueState, jobId: string): JobSummary | undefined {
  return [...unseen, ...recent].find((summary) => summary.jobId === jobId);
}

function onlyResult({ running, waiting, unseen }: QueueState): JobSummary | undefined {
  return running === null && waiting.length === 0 && unseen.length === 1 ? unseen[0] : undefined;
}
