import * as vscode from 'vscode';
import type { CopyQueue } from '../client/copyQueue';
import type { JobSummary } from '../engine/model/summary';
import { COMMANDS } from '../host/contributions';
import { notify } from '../host/notify';
import { batchModel } from './batchModel';
import { lookOf } from './jobActions';
import { resultModel } from './resultModel';

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
  else await showBatch(summaries, held);
  for (const { jobId } of summaries) await queue.acknowledge(jobId);
}

async function showBatch(summaries: readonly JobSummary[], held: number): Promise<void> {
  const { severity, message } = batchModel(summaries, held, vscode.l10n.t);
  const showQueue = vscode.l10n.t('Show Batch Queue');
  const showLog = lookOf('showLog').title;
  const chosen = await notify(severity, message, showQueue, showLog);
  if (chosen === showQueue) await vscode.commands.executeCommand(COMMANDS.showQueue);
  if (chosen === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
}

/** Shows how a job ended, with what can be done about it; ends when the person has answered or closed it. */
export async function showResult(summary: JobSummary): Promise<void> {
  const result = resultModel(summary, vscode.l10n.t);
  const showInFolder = lookOf('showInFolder').title;
  const showLog = lookOf('showLog').title;
  const openReport = vscode.l10n.t('Open Report');
  const showFailures = vscode.l10n.t('Show Failures');
  const actions = [
    ...(summary.recordsDir === null ? [] : [openReport]),
    ...(result.folder === null ? [] : [showInFolder]),
    summary.failureCount === 0 ? showLog : showFailures,
  ];
  const chosen = await notify(result.severity, result.message, ...actions);
  if (chosen === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
  if (chosen === openReport) await vscode.commands.executeCommand(COMMANDS.openReport, summary.jobId);
  if (chosen === showFailures) await vscode.commands.executeCommand(COMMANDS.showQueue, firstFailureRow(summary));
  if (chosen === showInFolder) await vscode.commands.executeCommand(COMMANDS.showInFolder, result.folder);
}

/** Where the tree lists what failed. */
function firstFailureRow({ jobId }: JobSummary): string {
  return `${jobId}/failure:0`;
}
