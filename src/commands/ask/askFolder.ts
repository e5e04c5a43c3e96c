import * as vscode from 'vscode';
import type { PathText } from '../../engine/model/text/pathText';
import { notLocalError } from '../arguments/argumentErrors';
import { fromUris, urisOf } from '../arguments/copyArguments';

/**
 * The folder that a command was called for, or else the one that the person chooses. Undefined if the person cancels.
 * @throws {UserError} if the folder is not on the machine this extension runs on
 */
export async function askFolder(
  argument: unknown,
  title: string,
  openLabel: string,
  offered: vscode.Uri | undefined,
): Promise<PathText | undefined> {
  const uris =
    urisOf(argument, undefined) ??
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
      title,
      openLabel,
      ...(offered === undefined ? {} : { defaultUri: offered }),
    }));
  if (uris === undefined) return undefined;
  const given = fromUris(uris);
  if (given.kind === 'notLocal') throw notLocalError(given.what);
  return given.kind === 'given' ? given.sources[0] : undefined;
}
