import * as vscode from 'vscode';
import type { ChoiceWords } from './choiceWords';

/**
 * Asks what to copy: first whether files or folders, because the dialogs of Windows and Linux cannot offer both, then
 * which. Undefined if the person cancels.
 */
export async function askSources({ title, whatSources }: ChoiceWords): Promise<readonly vscode.Uri[] | undefined> {
  const files = { label: vscode.l10n.t('Files…'), iconPath: new vscode.ThemeIcon('files') };
  const folders = { label: vscode.l10n.t('Folders…'), iconPath: new vscode.ThemeIcon('folder') };
  const kind = await vscode.window.showQuickPick([files, folders], {
    title,
    placeHolder: whatSources,
  });
  return kind === undefined ? undefined : pickSources(kind === files ? 'files' : 'folders');
}

/** Asks for files, or for folders. Undefined if the person cancels. */
export async function pickSources(kind: 'files' | 'folders'): Promise<readonly vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({
    canSelectFiles: kind === 'files',
    canSelectFolders: kind === 'folders',
    canSelectMany: true,
    title: kind === 'files' ? vscode.l10n.t('Files to Copy') : vscode.l10n.t('Folders to Copy'),
    openLabel: vscode.l10n.t('Select'),
  });
}
