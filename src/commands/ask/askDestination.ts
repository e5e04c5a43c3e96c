import * as vscode from 'vscode';
import type { PathText } from '../../engine/model/text/pathText';
import { notLocalError } from '../arguments/argumentErrors';
import { type ChoiceWords, copyWords } from './choiceWords';

/**
 * Asks for the folder to copy to, beginning at `offered`. Undefined if the person cancels.
 * @throws {UserError} if the folder is not on the machine this extension runs on
 */
export async function askDestination(
  count: number,
  offered: vscode.Uri | undefined,
  words: ChoiceWords = copyWords(),
): Promise<PathText | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    title: words.destinationTitle(count),
    openLabel: words.destinationLabel,
    ...(offered === undefined ? {} : { defaultUri: offered }),
  });
  const [folder] = chosen ?? [];
  if (folder === undefined) return undefined;
  if (folder.scheme !== 'file') throw notLocalError(folder.toString(true));
  return folder.fsPath;
}
