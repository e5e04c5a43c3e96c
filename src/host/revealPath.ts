import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { PathText } from '../engine/model/text/pathText';
import { isThere } from './isThere';
import { UserError } from './userError';

/**
 * Shows a file or folder to the person: in the system's file manager where the window runs on the machine that has it,
 * else in the explorer if the workspace holds it, else by offering to open its folder in a window of its own.
 * What is gone, or was published under another name, is replaced by the folder it was in.
 * @throws {UserError} if that is gone as well
 */
export async function revealPath(path: PathText): Promise<void> {
  const uri = vscode.Uri.file(await nearest(path));
  if (vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop) {
    await vscode.commands.executeCommand('revealFileInOS', uri);
  } else if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) {
    await vscode.commands.executeCommand('revealInExplorer', uri);
  } else {
    await offerToOpen(vscode.Uri.file(dirname(uri.fsPath)));
  }
}

async function nearest(path: PathText): Promise<PathText> {
  for (const candidate of [path, dirname(path)]) {
    if (await isThere(candidate)) return candidate;
  }
  throw new UserError(
    vscode.l10n.t(
      'The folder of this copy cannot be found any more. Check that its drive is connected; the log has its path.',
    ),
  );
}

async function offerToOpen(folder: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open in New Window');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('The copy is not in a folder of this workspace. Its folder can be opened in a new window.'),
    { modal: true, detail: folder.fsPath },
    open,
  );
  if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
}
