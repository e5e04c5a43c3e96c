import { basename } from 'node:path';
import * as vscode from 'vscode';
import { printable } from '../engine/model/pathText';
import type { JobSummary } from '../engine/model/summary';
import { jobName } from './jobNameModel';

/** Asks whether an interrupted copy is to be forgotten; what it left on the disk stays there. */
export async function askAboutDiscarding(summary: JobSummary): Promise<boolean> {
  const discard = { title: vscode.l10n.t('Discard') };
  const cancel = { title: vscode.l10n.t('Cancel'), isCloseAffordance: true };
  const question = vscode.l10n.t('Discard the interrupted copy of "{0}"?', jobName(summary, vscode.l10n.t));
  const options = { modal: true, detail: detailText(summary) };
  return (await vscode.window.showWarningMessage(question, options, discard, cancel)) === discard;
}

function detailText({ stagingDir, destination }: JobSummary): string {
  const place = printable(destination);
  return stagingDir === null
    ? vscode.l10n.t(
        'It leaves the queue. If it got as far as making a staging folder, that stays in the destination "{0}".',
        place,
      )
    : vscode.l10n.t(
        'It leaves the queue. Its staging folder "{0}" stays in the destination "{1}", yours to keep or delete.',
        printable(basename(stagingDir)),
        place,
      );
}
