import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import { notify } from '../../host/notify';
import type { CommandHandler } from '../../host/registerCommand';
import { inThisWindow } from './queueElsewhere';

/** "Start Queue": lets the jobs begin that wait for it, one after another. */
export function startQueue(queue: CopyQueue): CommandHandler {
  return async () => {
    const isStarted = await inThisWindow(queue.start());
    if (!isStarted && !queue.state.isStarted)
      void notify('information', vscode.l10n.t('No job waits to be started. Add one with "Add to Batch Queue…".'));
  };
}
