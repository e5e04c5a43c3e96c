import * as vscode from 'vscode';
import type { CopyQueue } from '../client/copyQueue';
import { QUEUE_VIEW } from '../host/contributions';
import type { CommandHandler } from '../host/registerCommand';

/** "Show Batch Queue": brings the tree of the queue to front, with all results; also what a click on the status bar does. */
export function showQueue(queue: CopyQueue): CommandHandler {
  return async () => {
    await vscode.commands.executeCommand(`${QUEUE_VIEW}.focus`);
    await queue.acknowledge();
  };
}
