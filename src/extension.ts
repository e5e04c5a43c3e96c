import { join } from 'node:path';
import * as vscode from 'vscode';
import { CopyQueue } from './client/copyQueue';
import { EngineClient } from './client/engineClient';
import { cancelCopy } from './commands/cancelCopy';
import { copyWithVerification } from './commands/copyWithVerification';
import { pauseCopy } from './commands/pauseCopy';
import { resumeCopy } from './commands/resumeCopy';
import { showCopies } from './commands/showCopies';
import { showInFolder } from './commands/showInFolder';
import { showLog } from './commands/showLog';
import { COMMANDS } from './host/contributions';
import { LastDestination } from './host/lastDestination';
import { createLogChannel, errorText } from './host/log';
import { registerCommands } from './host/registerCommand';
import { readSettings } from './host/settings';
import { askAboutExistingNames } from './views/existingNamesDialog';
import { showJobList } from './views/jobList';
import { createJobLog } from './views/jobLog';
import { createQueueContext } from './views/queueContext';
import { placeToShow } from './views/resultModel';
import { createResultNotifications, showResult } from './views/resultNotification';
import { askAboutStaging } from './views/stagingDialog';
import { createStatusBar } from './views/statusBar';

/** Longest time VS Code is kept waiting at its end for the running copy to stop, in milliseconds; it grants about 5 s. */
const STOP_PATIENCE_MS = 4_000;

let stop: (() => Promise<void>) | undefined;

/** Called by VS Code at the first command of this extension. Makes everything and connects it; there is no logic here. */
export function activate(context: vscode.ExtensionContext): void {
  const channel = createLogChannel();
  const log = channel.write;
  const client = new EngineClient({ workerPath: join(context.extensionPath, 'dist', 'worker.js'), log });
  const queue = new CopyQueue(client, (error) => log('error', `queue listener: ${errorText(error)}`));

  const commands = registerCommands(
    {
      [COMMANDS.copyWithVerification]: copyWithVerification({
        queue,
        lastDestination: new LastDestination(context.globalState),
        readSettings: () => readSettings(log),
        askAboutExistingNames,
      }),
      [COMMANDS.showCopies]: showCopies({ queue, showList: showJobList, showResult }),
      [COMMANDS.pauseCopy]: pauseCopy(queue),
      [COMMANDS.resumeCopy]: resumeCopy(queue),
      [COMMANDS.cancelCopy]: cancelCopy({ queue, askAboutStaging }),
      [COMMANDS.showInFolder]: showInFolder({ queue, placeToShow }),
      [COMMANDS.showLog]: showLog(channel),
    },
    log,
  );

  context.subscriptions.push(
    createQueueContext(queue),
    createStatusBar(queue),
    createResultNotifications(queue),
    commands,
  );
  // VS Code disposes of the subscriptions without waiting for `deactivate`: the log has to outlive them.
  const logging = vscode.Disposable.from(createJobLog(queue, log), channel);
  stop = async () => {
    await Promise.race([queue.stop(), new Promise((resolve) => setTimeout(resolve, STOP_PATIENCE_MS))]);
    logging.dispose();
    await client.dispose();
  };
}

/** Called by VS Code at its end: the running copy stops and keeps its staging folder. */
export async function deactivate(): Promise<void> {
  await stop?.();
  stop = undefined;
}
