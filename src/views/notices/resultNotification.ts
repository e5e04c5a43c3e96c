import type * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { JobSummary } from '../../engine/model/result/summary';
import { translate } from '../../host/translate';
import { batchNotice, resultNotice } from '../states/noticeModel';
import { showNotice } from './showNotice';

/**
 * Shows one notification when a job has ended or, for jobs that ran one after another from a started queue, one when the
 * last of them has. Who answers or closes it has seen the results.
 */
export function createResultNotifications(queue: CopyQueue): vscode.Disposable {
  const inBatch = new Set<string>();
  let ended: JobSummary[] = [];
  return queue.subscribe({
    onDidStart: ({ jobId }) => {
      if (queue.state.isStarted) inBatch.add(jobId);
    },
    onDidEnd: (_attempt, summary) => {
      const isAlone = !inBatch.delete(summary.jobId);
      if (isAlone) void tell(queue, [summary]);
      else ended.push(summary);
      // A queue is over when nothing in it may begin any more.
      if (queue.state.isStarted || ended.length === 0) return;
      void tell(queue, ended);
      ended = [];
    },
  });
}

async function tell(queue: CopyQueue, summaries: readonly JobSummary[]): Promise<void> {
  const [only, ...others] = summaries;
  const held = queue.state.waiting.filter(({ state }) => state === 'held').length;
  if (only !== undefined && others.length === 0 && held === 0) await showResult(only);
  else await showNotice(batchNotice(summaries, held, translate));
  for (const { jobId } of summaries) await queue.acknowledge(jobId);
}

/** Shows how a job ended, with what can be done about it; ends when the person has answered or closed it. */
export async function showResult(summary: JobSummary): Promise<void> {
  await showNotice(resultNotice(summary, translate));
}
