import { basename } from 'node:path';
import * as vscode from 'vscode';
import { writeDurably } from '../../client/files/durableFile';
import { messageOf } from '../../engine/model/failure/thrown';
import { type PathText, printable } from '../../engine/model/text/pathText';
import { UserError } from '../../host/userError';
import { notLocalError } from '../arguments/argumentErrors';

/**
 * Asks where to, and writes a text there, readable by its owner only. Resolves with its path, or with undefined if the
 * person cancels.
 * @throws {UserError} if it cannot be written
 */
export async function saveText(text: string, dialog: vscode.SaveDialogOptions): Promise<PathText | undefined> {
  const chosen = await vscode.window.showSaveDialog(dialog);
  if (chosen === undefined) return undefined;
  if (chosen.scheme !== 'file') throw notLocalError(chosen.toString(true));
  const path = chosen.fsPath;
  try {
    await writeDurably(path, text);
  } catch (error) {
    throw new UserError(
      vscode.l10n.t(
        '"{0}" could not be written: {1}. Choose another folder.',
        printable(basename(path)),
        messageOf(error),
      ),
    );
  }
  return path;
}
