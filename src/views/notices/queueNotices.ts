import type * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { EndedJob } from '../../client/queue/queueState';
import { translate } from '../../host/translate';
import { interruptedNotice, stalledNotice, troubleNotice } from '../states/noticeModel';
import { showNotice } from './showNotice';

/**
 * Tells the person about jobs that were interrupted, about a device that does not answer (once for each job), and about a
 * queue that cannot be read or saved.
 */
export function createQueueNotices(queue: CopyQueue): vscode.Disposable {
  const toldStalled = new Set<string>();
  return queue.subscribe({
    onStalled: (attempt, isStalled) => {
      if (!isStalled || toldStalled.has(attempt.jobId)) return;
      toldStalled.add(attempt.jobId);
      void showNotice(stalledNotice(attempt, translate));
    },
    onInterrupted: (jobs) => void tellInterrupted(queue, jobs),
    onTrouble: (trouble) => void showNotice(troubleNotice(trouble, translate)),
  });
}

/** Who only closes it has seen the results; who does something about them changes them. */
async function tellInterrupted(queue: CopyQueue, jobs: readonly EndedJob[]): Promise<void> {
  const summaries = jobs.map(({ summary }) => summary);
  const isAnswered = await showNotice(interruptedNotice(summaries, translate));
  if (isAnswered) return;
  for (const { jobId } of summaries) await queue.acknowledge(jobId);
}
