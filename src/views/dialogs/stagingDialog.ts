import * as vscode from 'vscode';
import type { StagingChoice } from '../../client/queue/queueState';
import { type Attempt, shortId } from '../../engine/model/job/job';
import { translate } from '../../host/translate';
import { jobName } from '../text/jobNameModel';

/** Asks whether a copy is to be cancelled and what becomes of its staging folder; undefined if neither. */
export async function askAboutStaging({ jobId, request }: Attempt): Promise<StagingChoice | undefined> {
  const name = jobName(request, translate);
  return askKeepOrRemove(vscode.l10n.t('Cancel the job "{0}"?', name), detailText(jobId));
}

/**
 * Asks whether everything is to be cancelled: the copy that runs, if one does, and those that wait. Undefined if it is to
 * go on.
 */
export async function askAboutAll(running: Attempt | null, waiting: number): Promise<StagingChoice | undefined> {
  if (running === null) return askEmptying(waiting);
  const name = jobName(running.request, translate);
  const question =
    waiting === 0
      ? vscode.l10n.t('Cancel the job "{0}"?', name)
      : translate('Cancel the job "{0}" and empty the queue ({1} waiting)?', name, waiting);
  return askKeepOrRemove(question, detailText(running.jobId));
}

async function askEmptying(waiting: number): Promise<StagingChoice | undefined> {
  const empty = { title: vscode.l10n.t('Empty Queue') };
  const keep = { title: vscode.l10n.t('Cancel'), isCloseAffordance: true };
  const question = translate('Empty the queue ({0} waiting)?', waiting);
  const options = { modal: true, detail: vscode.l10n.t('None of these jobs has begun. Their settings are lost.') };
  const chosen = await vscode.window.showWarningMessage(question, options, empty, keep);
  return chosen === empty ? 'keep' : undefined;
}

async function askKeepOrRemove(question: string, detail: string): Promise<StagingChoice | undefined> {
  const keep = { title: vscode.l10n.t('Keep for Resume') };
  const remove = { title: vscode.l10n.t('Remove') };
  const goOn = { title: vscode.l10n.t('Do Not Cancel'), isCloseAffordance: true };
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, keep, remove, goOn);
  if (chosen === keep) return 'keep';
  return chosen === remove ? 'remove' : undefined;
}

function detailText(jobId: string): string {
  return [
    vscode.l10n.t(
      'Keep for Resume: what was copied so far stays in the staging folder "{0}" in the destination. Resume the job to go on from there.',
      `INCOMPLETE-${shortId(jobId)}`,
    ),
    vscode.l10n.t('Remove: the staging folder and what was copied into it are deleted.'),
    vscode.l10n.t('The sources are not touched either way.'),
  ].join('\n\n');
}
