import * as vscode from 'vscode';

/** Answers a command that needs a running copy when there is none. */
export function sayNothingRuns(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('No copy is running.'));
}
