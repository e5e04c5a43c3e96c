import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { StagingChoice } from '../../client/queue/queueState';
import type { JobSummary } from '../../engine/model/result/summary';
import { printable } from '../../engine/model/text/pathText';
import { translate } from '../../host/translate';
import { jobName } from '../text/jobNameModel';

/**
 * Asks whether an unfinished job is to be forgotten, and what becomes of its staging folder; undefined if it stays in the
 * queue.
 */
export async function askAboutDiscarding(summary: JobSummary): Promise<StagingChoice | undefined> {
  const remove = { title: vscode.l10n.t('Discard and Remove Staging Folder') };
  const keep = { title: vscode.l10n.t('Discard, Keep Staging Folder') };
  const cancel = { title: vscode.l10n.t('Cancel'), isCloseAffordance: true };
  const question = vscode.l10n.t('Discard the job "{0}"?', jobName(summary, translate));
  const options = { modal: true, detail: detailText(summary) };
  // Enter is for the first one: it deletes nothing.
  const chosen = await vscode.window.showWarningMessage(question, options, keep, remove, cancel);
  if (chosen === remove) return 'remove';
  return chosen === keep ? 'keep' : undefined;
}

function detailText({ stagingDir, destination }: JobSummary): string {
  const place = printable(destination);
  return stagingDir === null
    ? vscode.l10n.t(
        'It leaves the queue. If it got as far as making a staging folder, that is in the destination "{0}". The sources are not touched.',
        place,
      )
    : vscode.l10n.t(
        'It leaves the queue. What was copied so far is in its staging folder "{0}" in the destination "{1}". The sources are not touched.',
        printable(basename(stagingDir)),
        place,
      );
}
