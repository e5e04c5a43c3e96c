import * as vscode from 'vscode';
import { withoutLinks } from './plainText';

/** How a notification stands out. */
export type Severity = 'information' | 'warning' | 'error';

/**
 * Shows a notification; resolves with the action that was chosen, or undefined when it was closed. The message is plain
 * text: no name in it can make a link.
 */
export async function notify(severity: Severity, message: string, ...actions: string[]): Promise<string | undefined> {
  const text = withoutLinks(message);
  switch (severity) {
    case 'information':
      return vscode.window.showInformationMessage(text, ...actions);
    case 'warning':
      return vscode.window.showWarningMessage(text, ...actions);
    case 'error':
      return vscode.window.showErrorMessage(text, ...actions);
    default:
      return severity satisfies never;
  }
}
