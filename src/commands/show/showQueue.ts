import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import { QUEUE_VIEW } from '../../host/contributions';
import type { CommandHandler } from '../../host/registerCommand';

/** What the command needs of the extension. */
export interface QueueCommandNeeds {
  readonly queue: CopyQueue;
  /** Shows a row in the tree; one that is gone by now does nothing. */
  revealJob(row: string): Promise<void>;
}

/**
 * "Show Batch Queue": brings the tree of the queue to front, with all results; also what a click on the status bar does.
 * By the id of a row, with what that one is in open.
 */
export function showQueue({ queue, revealJob }: QueueCommandNeeds): CommandHandler {
  return async (row) => {
    await vscode.commands.executeCommand(`${QUEUE_VIEW}.focus`);
    await queue.acknowledge();
    if (typeof row === 'string') await revealJob(row);
  };
}
