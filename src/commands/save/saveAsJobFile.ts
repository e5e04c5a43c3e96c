import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { LastDestination } from '../../host/lastDestination';
import type { CommandHandler } from '../../host/registerCommand';
import { requestOfJob } from '../queue/jobOnRecord';
import { saveJobFile } from './saveJobFile';

/** What the command needs of the extension. */
export interface SaveCommandNeeds {
  readonly queue: CopyQueue;
  readonly lastDestination: LastDestination;
}

/** "Save as Job File…": a job of the queue as a file that repeats it, shown in an editor. */
export function saveAsJobFile({ queue, lastDestination }: SaveCommandNeeds): CommandHandler {
  return async (wanted) => {
    const path = await saveJobFile(requestOfJob(queue, wanted), lastDestination);
    if (path !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(path));
  };
}
