import * as vscode from 'vscode';
import type { PathText } from '../engine/model/pathText';
import { notLocalError } from './notLocal';

/**
 * Asks for the folder to copy to, beginning at `offered`. Undefined if the person cancels.
 * @throws {UserError} if the folder is not on the machine this extension runs on
 */
export async function askDestination(count: number, offered: vscode.Uri | undefined): Promise<PathText | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    title: count === 1 ? vscode.l10n.t('Copy 1 Item to…') : vscode.l10n.t('Copy {0} Items to…', count),
    openLabel: vscode.l10n.t('Copy Here'),
    ...(offered === undefined ? {} : { defaultUri: offered }),
  });
  const [folder] = chosen ?? [];
  if (folder === undefined) return undefined;
  if (folder.scheme !== 'file') throw notLocalError(folder.toString(true));
  return folder.fsPath;
}
