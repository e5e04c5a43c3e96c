import * as vscode from 'vscode';
import type { CopyQueue } from '../client/copyQueue';
import type { JobSummary } from '../engine/model/summary';
import { COMMANDS } from '../host/contributions';
import { notify } from '../host/notify';
import { lookOf } from './jobActions';
import { resultModel } from './resultModel';

/** Shows one notification when a job has ended. Who answers or closes it has seen the result. */
export function createResultNotifications(queue: CopyQueue): vscode.Disposable {
  return queue.subscribe({
    onDidEnd: (_attempt, summary) => {
      void showResult(summary).then(() => queue.acknowledge(summary.jobId));
    },
  });
}

/** Shows how a job ended, with what can be done about it; ends when the person has answered or closed it. */
export async function showResult(summary: JobSummary): Promise<void> {
  const result = resultModel(summary, vscode.l10n.t);
  const showInFolder = lookOf('showInFolder').title;
  const showLog = lookOf('showLog').title;
  const actions = result.folder === null ? [showLog] : [showInFolder, showLog];
  const chosen = await notify(result.severity, result.message, ...actions);
  if (chosen === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
  if (chosen === showInFolder) await vscode.commands.executeCommand(COMMANDS.showInFolder, result.folder);
}
