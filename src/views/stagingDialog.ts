import * as vscode from 'vscode';
import type { StagingChoice } from '../client/copyQueue';
import { type Attempt, shortId } from '../engine/model/job';
import { jobName } from './jobNameModel';

/** Asks whether a copy is to be cancelled and what becomes of its staging folder; undefined if it is to go on. */
export async function askAboutStaging({ jobId, request }: Attempt): Promise<StagingChoice | undefined> {
  const name = jobName(request, vscode.l10n.t);
  const keep = { title: vscode.l10n.t('Keep for Resume') };
  const remove = { title: vscode.l10n.t('Remove') };
  const goOn = { title: vscode.l10n.t('Go On Copying'), isCloseAffordance: true };
  const options = { modal: true, detail: detailText(`INCOMPLETE-${shortId(jobId)}`) };
  const question = vscode.l10n.t('Cancel the copy of "{0}"?', name);
  const chosen = await vscode.window.showWarningMessage(question, options, keep, remove, goOn);
  if (chosen === keep) return 'keep';
  return chosen === remove ? 'remove' : undefined;
}

function detailText(folder: string): string {
  return [
    vscode.l10n.t(
      'Keep for Resume: what was copied so far stays in the staging folder "{0}" in the destination. Resuming comes in a later version of Evidence Copy; until then the folder is yours to keep or delete.',
      folder,
    ),
    vscode.l10n.t('Remove: the staging folder and what was copied into it are deleted.'),
    vscode.l10n.t('The sources are not touched either way.'),
  ].join('\n\n');
}
