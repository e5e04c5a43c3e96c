import type { CopyQueue } from '../../client/queue/copyQueue';
import type { Queue } from '../../client/queue/queueState';
import type { JobSummary } from '../../engine/model/result/summary';
import type { CommandHandler } from '../../host/registerCommand';

/** What the command needs of the extension. */
export interface ShowCommandNeeds {
  readonly queue: CopyQueue;
  /** Opens the list of jobs. */
  showList(queue: CopyQueue): void;
  /** Shows how one job ended. */
  showResult(summary: JobSummary): Promise<void>;
}

/**
 * "Show Jobs": the list of running, waiting and ended jobs. Where one result is all there is to see, or where the id of an
 * ended job is given, that result is shown at once.
 */
export function showCopies({ queue, showList, showResult }: ShowCommandNeeds): CommandHandler {
  return async (wanted) => {
    const result = typeof wanted === 'string' ? resultOf(queue.state, wanted) : onlyResult(queue.state);
    if (result === undefined) {
      showList(queue);
      return;
    }
    await queue.acknowledge(result.jobId);
    await showResult(result);
  };
}

function resultOf({ ended }: Queue, wanted: string): JobSummary | undefined {
  return ended.find(({ attempt }) => attempt.jobId === wanted)?.summary;
}

function onlyResult({ running, waiting, ended }: Queue): JobSummary | undefined {
  if (running !== null || waiting.length > 0) return undefined;
  const unseen = ended.filter(({ seen }) => !seen);
  // With an interrupted job there is something to decide, which the list offers.
  return unseen.length === 1 && unseen[0]?.state !== 'interrupted' ? unseen[0]?.summary : undefined;
}
