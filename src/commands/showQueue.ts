import * as vscode from 'vscode';
import { QUEUE_VIEW } from '../host/contributions';
import type { CommandHandler } from '../host/registerCommand';

/** "Show Batch Queue": brings the tree of the queue to front; also what a click on the status bar does. */
export function showQueue(): CommandHandler {
  return async () => {
    await vscode.commands.executeCommand(`${QUEUE_VIEW}.focus`);
  };
}
