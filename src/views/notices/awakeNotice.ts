import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import { notify } from '../../host/notify';
import type { ToldOnce } from '../../host/toldOnce';

/** Tells a person at their first batch, and never again, that window and computer have to stay awake. */
export function createAwakeNotice(queue: CopyQueue, toldOnce: ToldOnce): vscode.Disposable {
  let wasStarted = queue.state.isStarted;
  return queue.subscribe({
    onDidChange: ({ isStarted, elsewhere }) => {
      const begins = isStarted && !wasStarted && elsewhere === null;
      wasStarted = isStarted;
      if (begins) void tell(toldOnce);
    },
  });
}

async function tell(toldOnce: ToldOnce): Promise<void> {
  if (!(await toldOnce.isFirst('stayAwake'))) return;
  await notify(
    'information',
    vscode.l10n.t(
      'The batch runs in this window: keep it open, and the computer awake, until the end. To run a job without a window, choose "Copy as Command Line" on it.',
    ),
  );
}
