import { join } from 'node:path';
import * as vscode from 'vscode';
import { createApi } from './api/createApi';
import type { EvidenceCopyApi } from './api/evidenceCopyApi';
import { newAuditRunner } from './client/audit/auditRunner';
import { Comparer } from './client/comparison/comparer';
import { discardJob } from './client/engine/discardJob';
import { EngineClient } from './client/engine/engineClient';
import { CopyQueue } from './client/queue/copyQueue';
import { QueueStore } from './client/queue/queueStore';
import { volumeOf } from './client/queue/volumes';
import { installationAt } from './client/selfTest/installation';
import { allCommands } from './commands/allCommands';
import { commandLineRuntime } from './host/commandLineRuntime';
import { engineOptions } from './host/engineOptions';
import { LastDestination } from './host/lastDestination';
import { createLogChannel } from './host/log';
import { PersonMemory } from './host/personValues';
import { registerCommands } from './host/registerCommand';
import { readDateFormat, readPatience, readSettings } from './host/settings';
import { ToldOnce } from './host/toldOnce';
import { createLogs } from './views/allLogs';
import { createViews } from './views/allViews';

/** Longest time VS Code is kept waiting at its end for the running job to stop, in milliseconds; it grants about 5 s. */
const STOP_PATIENCE_MS = 4_000;

let stop: (() => Promise<void>) | undefined;

/**
 * Called by VS Code at the first command of this extension. Makes everything and connects it; there is no logic here.
 * What it gives is for other extensions.
 */
export function activate(context: vscode.ExtensionContext): EvidenceCopyApi {
  const logChannel = createLogChannel();
  const { write: log, complain } = logChannel;
  const workerPath = join(context.extensionPath, 'dist', 'worker.js');
  const newEngine = () => new EngineClient(engineOptions(workerPath, log));
  const client = newEngine();
  const comparer = new Comparer(newEngine);
  const storage = new QueueStore(context.globalStorageUri.fsPath);
  const queue = new CopyQueue({ starter: client, storage, volumeOf, reportError: complain });
  const audits = newAuditRunner(workerPath, readPatience, complain);
  const views = createViews(queue, audits, new ToldOnce(context.globalState));
  const commands = allCommands({
    queue,
    audits,
    comparer,
    installation: installationAt(workerPath, engineOptions(workerPath, log).application),
    log,
    logChannel,
    runtime: commandLineRuntime(context.extensionPath),
    lastDestination: new LastDestination(context.globalState),
    personMemory: new PersonMemory(context.globalState),
    readSettings: () => readSettings(log),
    readDateFormat,
    discardJob: (destination, jobId) => discardJob(workerPath, destination, jobId),
    ...views.forCommands,
  });
  const exported = createApi(queue);
  context.subscriptions.push(views, exported, registerCommands(commands, log));
  // VS Code disposes of the subscriptions without waiting for `deactivate`: the log has to outlive them.
  const logging = vscode.Disposable.from(createLogs(queue, audits, log), logChannel);
  stop = async () => {
    const stopped = Promise.all([queue.stop(), comparer.stop()]);
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, STOP_PATIENCE_MS))]);
    logging.dispose();
    await client.dispose();
  };
  void queue.open();
  return exported.api;
}

/** Called by VS Code at its end: the running job stops and keeps its staging folder. */
export async function deactivate(): Promise<void> {
  await stop?.();
  stop = undefined;
}
