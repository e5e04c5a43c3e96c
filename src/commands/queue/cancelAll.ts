import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { StagingChoice } from '../../client/queue/queueState';
import type { Attempt } from '../../engine/model/job/job';
import { notify } from '../../host/notify';
import type { CommandHandler } from '../../host/registerCommand';
import { inThisWindow } from './queueElsewhere';

/** What the command needs of the extension. */
export interface CancelAllNeeds {
  readonly queue: CopyQueue;
  /** Asks whether everything is to be cancelled; undefined if it is to go on. `running` is null where nothing runs. */
  askAboutAll(running: Attempt | null, waiting: number): Promise<StagingChoice | undefined>;
}

/** "Cancel All Jobs…": cancels the running one and takes those that wait out of the queue, after asking. */
export function cancelAll({ queue, askAboutAll }: CancelAllNeeds): CommandHandler {
  return async () => {
    const { running, waiting } = queue.state;
    if (running === null && waiting.length === 0) {
      void notify('information', vscode.l10n.t('No job is running or waiting.'));
      return;
    }
    const staging = await askAboutAll(running?.attempt ?? null, waiting.length);
    if (staging !== undefined) await inThisWindow(queue.cancelAll(staging));
  };
}
