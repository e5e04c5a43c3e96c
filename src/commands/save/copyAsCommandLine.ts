import * as vscode from 'vscode';
import {
  commandLine,
  copyArgumentsOf,
  type Obstacle,
  type Runtime,
  runArguments,
} from '../../client/commandLine/commandLine';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { JobRequest } from '../../engine/model/job/job';
import type { LastDestination } from '../../host/lastDestination';
import type { CommandHandler } from '../../host/registerCommand';
import { requestOfJob } from '../queue/jobOnRecord';
import { saveJobFile } from './saveJobFile';

/** How long it is said in the status bar that the command line was copied, in milliseconds. */
const SAID_MS = 5_000;

/** What the command needs of the extension. */
export interface CommandLineNeeds {
  readonly queue: CopyQueue;
  readonly lastDestination: LastDestination;
  readonly runtime: Runtime;
}

/**
 * "Copy as Command Line": puts the call on the clipboard that does a job of the queue without a window. What options cannot
 * say takes a job file, which is written where the person says.
 */
export function copyAsCommandLine({ queue, lastDestination, runtime }: CommandLineNeeds): CommandHandler {
  return async (wanted) => {
    const args = await argumentsFor(requestOfJob(queue, wanted), lastDestination);
    if (args === undefined) return;
    const shell = process.platform === 'win32' ? 'powershell' : 'posix';
    await vscode.env.clipboard.writeText(commandLine(args, runtime, shell));
    const said = vscode.l10n.t('The command line is on the clipboard: paste it into a terminal of this machine.');
    vscode.window.setStatusBarMessage(`$(clippy) ${said}`, SAID_MS);
  };
}

/** Undefined if the person cancels. */
async function argumentsFor(request: JobRequest, last: LastDestination): Promise<readonly string[] | undefined> {
  const args = copyArgumentsOf(request);
  if (typeof args !== 'string') return args;
  const save = vscode.l10n.t('Save as Job File…');
  const question = vscode.l10n.t('This job needs a job file.');
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail: whyJobFile(args) }, save);
  const path = chosen === save ? await saveJobFile(request, last) : undefined;
  return path === undefined ? undefined : runArguments(path);
}

function whyJobFile(obstacle: Obstacle): string {
  const then = vscode.l10n.t('The command line then names the file, which has to stay where it is.');
  switch (obstacle) {
    case 'caseData':
      return `${vscode.l10n.t('It has case data, and there are no options for them.')} ${then}`;
    case 'names':
      return `${vscode.l10n.t('It has names that would not survive a terminal: they are not UTF-8, or hold control characters.')} ${then}`;
    case 'length':
      return `${vscode.l10n.t('It has more sources than fit on a command line.')} ${then}`;
    default:
      return obstacle satisfies never;
  }
}
