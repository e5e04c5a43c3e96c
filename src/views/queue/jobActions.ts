import * as vscode from 'vscode';
import { COMMANDS } from '../../host/contributions';
import type { JobAction, JobRow } from './jobListModel';

/** How an action looks: in a menu, and as a button beside a row. */
export interface ActionLook {
  readonly title: string;
  readonly icon: vscode.ThemeIcon;
}

/** Title and icon of an action. */
export function lookOf(action: JobAction): ActionLook {
  switch (action) {
    case 'start':
      return { title: vscode.l10n.t('Start Queue'), icon: new vscode.ThemeIcon('play') };
    case 'pause':
      return { title: vscode.l10n.t('Pause'), icon: new vscode.ThemeIcon('debug-pause') };
    case 'resume':
      return { title: vscode.l10n.t('Resume'), icon: new vscode.ThemeIcon('debug-continue') };
    case 'cancel':
      return { title: vscode.l10n.t('Cancel…'), icon: new vscode.ThemeIcon('debug-stop') };
    case 'abandon':
      return { title: vscode.l10n.t('Abandon Job'), icon: new vscode.ThemeIcon('debug-disconnect') };
    case 'release':
      return { title: vscode.l10n.t('Release'), icon: new vscode.ThemeIcon('unlock') };
    case 'resumeJob':
      return { title: vscode.l10n.t('Resume Job'), icon: new vscode.ThemeIcon('debug-continue') };
    case 'retryJob':
      return { title: vscode.l10n.t('Retry Job'), icon: new vscode.ThemeIcon('refresh') };
    case 'copyAgain':
      return { title: vscode.l10n.t('Copy Again'), icon: new vscode.ThemeIcon('copy') };
    case 'remove':
      return { title: vscode.l10n.t('Remove from Queue'), icon: new vscode.ThemeIcon('close') };
    case 'showResult':
      return { title: vscode.l10n.t('Show Result'), icon: new vscode.ThemeIcon('info') };
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
  const [command, argument] = callOf(action, row);
  await vscode.commands.executeCommand(command, argument);
}

function callOf(action: JobAction, row: JobRow): [command: string, argument?: string | null] {
  switch (action) {
    case 'start':
      return [COMMANDS.startQueue];
    case 'pause':
      return [COMMANDS.pauseCopy];
    case 'resume':
      return [COMMANDS.resumeCopy];
    case 'cancel':
      return [COMMANDS.cancelCopy, row.jobId];
    case 'abandon':
      return [COMMANDS.abandonJob, row.jobId];
    case 'release':
      return [COMMANDS.releaseJob, row.jobId];
    case 'remove':
      return [COMMANDS.removeJob, row.jobId];
    case 'resumeJob':
      return [COMMANDS.resumeJob, row.jobId];
    case 'retryJob':
      return [COMMANDS.retryJob, row.jobId];
    case 'copyAgain':
      return [COMMANDS.copyAgain, row.jobId];
    case 'showResult':
      return [COMMANDS.showCopies, row.jobId];
    case 'showInFolder':
      return [COMMANDS.showInFolder, row.folder];
    case 'showLog':
      return [COMMANDS.showLog];
    default:
      return action satisfies never;
  }
}
