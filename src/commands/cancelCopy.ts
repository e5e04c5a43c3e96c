import * as vscode from 'vscode';
import type { CopyQueue, StagingChoice } from '../client/copyQueue';
import { type Attempt, shortId } from '../engine/model/job';
import { printable } from '../engine/model/pathText';
import type { CommandHandler } from '../host/registerCommand';
import { shortened } from '../views/escape';
import { sayNothingRuns } from './nothingRuns';

/**
 * "Cancel Copy…": of the running copy, after asking what becomes of its staging folder; or, given the id of a waiting
 * one, of that: nothing of it was begun, so nothing is asked.
 */
export function cancelCopy(queue: CopyQueue): CommandHandler {
  return async (wanted) => {
    const running = queue.state.running?.attempt;
    if (typeof wanted === 'string' && wanted !== running?.jobId) {
      queue.cancel(wanted, 'keep');
      return;
    }
    if (running === undefined) {
      sayNothingRuns();
      return;
    }
    const staging = await askAboutStaging(running);
    // If the copy has ended while the question stood there, its result is shown and there is nothing to cancel.
    if (staging !== undefined) queue.cancel(running.jobId, staging);
  };
}

async function askAboutStaging({ jobId, request }: Attempt): Promise<StagingChoice | undefined> {
  const folder = `INCOMPLETE-${shortId(jobId)}`;
  const keep = vscode.l10n.t('Keep for Resume');
  const remove = vscode.l10n.t('Remove');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Cancel the copy of "{0}"?', printable(shortened(request.label))),
    {
      modal: true,
      detail: [
        vscode.l10n.t(
          'Keep for Resume: what was copied so far stays in the staging folder "{0}" in the destination. Resuming comes in a later version of Evidence Copy; until then the folder is yours to keep or delete.',
          folder,
        ),
        vscode.l10n.t('Remove: the staging folder and what was copied into it are deleted.'),
        vscode.l10n.t('The sources are not touched either way.'),
      ].join('\n\n'),
    },
    { title: keep },
    { title: remove },
    { title: vscode.l10n.t('Go On Copying'), isCloseAffordance: true },
  );
  if (chosen?.title === keep) return 'keep';
  return chosen?.title === remove ? 'remove' : undefined;
}
