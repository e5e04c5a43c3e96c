import { join } from 'node:path';
import * as vscode from 'vscode';
import { CopyQueue } from './client/copyQueue';
import { EngineClient } from './client/engineClient';
import { QueueStore } from './client/queueStore';
import { volumeOf } from './client/volumes';
import { allCommands } from './commands/allCommands';
import { LastDestination } from './host/lastDestination';
import { createLogChannel, errorText } from './host/log';
import { registerCommands } from './host/registerCommand';
import { readSettings } from './host/settings';
import { askAboutDiscarding } from './views/discardDialog';
import { askAboutExistingNames } from './views/existingNamesDialog';
import { showJobList } from './views/jobList';
import { createJobLog } from './views/jobLog';
import { createQueueContext } from './views/queueContext';
import { createQueueNotices } from './views/queueNotices';
import { createQueueTree } from './views/queueTree';
import { placeToShow } from './views/resultModel';
import { createResultNotifications, showResult } from './views/resultNotification';
import { askAboutAll, askAboutStaging } from './views/stagingDialog';
import { createStatusBar } from './views/statusBar';

/** Longest time VS Code is kept waiting at its end for the running copy to stop, in milliseconds; it grants about 5 s. */
const STOP_PATIENCE_MS = 4_000;

let stop: (() => Promise<void>) | undefined;

/** Called by VS Code at the first command of this extension. Makes everything and connects it; there is no logic here. */
export function activate(context: vscode.ExtensionContext): void {
  const logChannel = createLogChannel();
  const log = logChannel.write;
  const client = new EngineClient({ workerPath: join(context.extensionPath, 'dist', 'worker.js'), log });
  const queue = new CopyQueue({
    starter: client,
    storage: new QueueStore(context.globalStorageUri.fsPath),
    volumeOf,
    reportError: (error) => log('error', `queue listener: ${errorText(error)}`),
  });
  const tree = createQueueTree(queue);
  const commands = allCommands({
    queue,
    logChannel,
    lastDestination: new LastDestination(context.globalState),
    readSettings: () => readSettings(log),
    askAboutExistingNames,
    askAboutStaging,
    askAboutAll,
    askAboutDiscarding,
    showList: showJobList,
    showResult,
    placeToShow,
    revealJob: tree.reveal,
  });
  context.subscriptions.push(
    tree,
    createQueueContext(queue),
    createStatusBar(queue),
    createResultNotifications(queue),
    createQueueNotices(queue),
    registerCommands(commands, log),
  );
  // VS Code disposes of the subscriptions without waiting for `deactivate`: the log has to outlive them.
  const logging = vscode.Disposable.from(createJobLog(queue, log), logChannel);
  stop = async () => {
    await Promise.race([queue.stop(), new Promise((resolve) => setTimeout(resolve, STOP_PATIENCE_MS))]);
    logging.dispose();
    await client.dispose();
  };
  void queue.open();
}

/** Called by VS Code at its end: the running copy stops and keeps its staging folder. */
export async function deactivate(): Promise<void> {
  await stop?.();
  stop = undefined;
}
