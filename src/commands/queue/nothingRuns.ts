import * as vscode from 'vscode';
import { notify } from '../../host/notify';

/** Answers a command that needs a running job when there is none. */
export function sayNothingRuns(): void {
  void notify('information', vscode.l10n.t('No job is running.'));
}
