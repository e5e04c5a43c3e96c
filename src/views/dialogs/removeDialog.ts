import * as vscode from 'vscode';
import type { Attempt } from '../../engine/model/job/job';
import { translate } from '../../host/translate';
import { jobName } from '../text/jobNameModel';

/** Asks whether jobs are to leave the queue; a single one is named. */
export async function askAboutRemoving(jobs: readonly Attempt[]): Promise<boolean> {
  const remove = { title: vscode.l10n.t('Remove from Queue') };
  const keep = { title: vscode.l10n.t('Cancel'), isCloseAffordance: true };
  const [only, ...others] = jobs;
  const question =
    only !== undefined && others.length === 0
      ? vscode.l10n.t('Remove the job "{0}" from the queue?', jobName(only.request, translate))
      : translate('Remove {0} jobs from the queue?', jobs.length);
  const detail = vscode.l10n.t('Copies and records stay where they are. What a job that waits was to do is lost.');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, remove, keep)) === remove;
}
