import * as vscode from 'vscode';
import type { CopyQueue } from '../client/copyQueue';
import type { QueueTrouble } from '../client/queueListener';
import type { EndedJob } from '../client/queueState';
import type { Attempt } from '../engine/model/job';
import { COMMANDS } from '../host/contributions';
import { notify } from '../host/notify';
import { lookOf } from './jobActions';
import { interruptedText, stalledText, troubleText } from './queueNoticesModel';

/**
 * Tells the person about copies that were interrupted, about a device that does not answer (once for each job), and about
 * a queue that cannot be read or saved.
 */
export function createQueueNotices(queue: CopyQueue): vscode.Disposable {
  const toldStalled = new Set<string>();
  return queue.subscribe({
    onStalled: (attempt, isStalled) => {
      if (!isStalled || toldStalled.has(attempt.jobId)) return;
      toldStalled.add(attempt.jobId);
      void tellStalled(attempt);
    },
    onInterrupted: (jobs) => void tellInterrupted(queue, jobs),
    onTrouble: (trouble) => void tellTrouble(trouble),
  });
}

async function tellInterrupted(queue: CopyQueue, jobs: readonly EndedJob[]): Promise<void> {
  const summaries = jobs.map(({ summary }) => summary);
  const resume = summaries.length === 1 ? vscode.l10n.t('Resume') : vscode.l10n.t('Resume All');
  const showCopies = vscode.l10n.t('Show Copies');
  const chosen = await notify('error', interruptedText(summaries, vscode.l10n.t), resume, showCopies);
  if (chosen === showCopies) await vscode.commands.executeCommand(COMMANDS.showCopies);
  else if (chosen === resume) {
    for (const { jobId } of summaries) await vscode.commands.executeCommand(COMMANDS.resumeJob, jobId);
  } else for (const { jobId } of summaries) await queue.acknowledge(jobId);
}

async function tellStalled({ jobId, request }: Attempt): Promise<void> {
  const abandon = lookOf('abandon').title;
  const chosen = await notify('warning', stalledText(request, vscode.l10n.t), abandon);
  if (chosen === abandon) await vscode.commands.executeCommand(COMMANDS.abandonJob, jobId);
}

async function tellTrouble(trouble: QueueTrouble): Promise<void> {
  const showLog = lookOf('showLog').title;
  const chosen = await notify('warning', troubleText(trouble, vscode.l10n.t), showLog);
  if (chosen === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
}
