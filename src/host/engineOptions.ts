import * as vscode from 'vscode';
import type { Log } from './log';
import { readPatience } from './settings';

/** What every engine of this window is made with; `workerPath` is the absolute path of the bundled engine thread. */
export function engineOptions(workerPath: string, log: Log) {
  return { workerPath, application: `${vscode.env.appName} ${vscode.version}`, patience: readPatience, log };
}
