import * as vscode from 'vscode';
import { COMMANDS } from '../host/contributions';
import type { JobAction, JobRow } from './jobListModel';

/** How an action looks: in a menu, and as a button beside a row. */
export interface ActionLook {
  readonly title: string;
  readonly icon: vscode.ThemeIcon;
}

/** Title and icon of an action. */
export function lookOf(action: JobAction): ActionLook {
  switch (action) {
    case 'pause':
      return { title: vscode.l10n.t('Pause'), icon: new vscode.ThemeIcon('debug-pause') };
    case 'resume':
      return { title: vscode.l10n.t('Resume'), icon: new vscode.ThemeIcon('debug-continue') };
    case 'cancel':
      return { title: vscode.l10n.t('Cancel…'), icon: new vscode.ThemeIcon('debug-stop') };
    case 'remove':
      return { title: vscode.l10n.t('Remove from Queue'), icon: new vscode.ThemeIcon('close') };
    case 'showInFolder':
      return { title: vscode.l10n.t('Show in Folder'), icon: new vscode.ThemeIcon('folder-opened') };
    case 'showLog':
      return { title: vscode.l10n.t('Show Log'), icon: new vscode.ThemeIcon('output') };
    default:
      return action satisfies never;
  }
}

/** Does it, through the command: there it has its error boundary. */
export async function perform(action: JobAction, row: JobRow): Promise<void> {
  switch (action) {
    case 'pause':
      await vscode.commands.executeCommand(COMMANDS.pauseCopy);
      return;
    case 'resume':
      await vscode.commands.executeCommand(COMMANDS.resumeCopy);
      return;
    case 'cancel':
    case 'remove':
      await vscode.commands.executeCommand(COMMANDS.cancelCopy, row.jobId);
      return;
    case 'showInFolder':
      await vscode.commands.executeCommand(COMMANDS.showInFolder, row.folder);
      return;
    case 'showLog':
      await vscode.commands.executeCommand(COMMANDS.showLog);
      return;
    default:
      action satisfies never;
  }
}
