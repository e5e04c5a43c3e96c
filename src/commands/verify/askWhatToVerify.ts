import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type PathText, printable } from '../../engine/model/text/pathText';
import { fromUris } from '../arguments/copyArguments';
import { pathsOf } from '../arguments/givenPaths';

/**
 * Asks for the folder to verify. Undefined if the person cancels.
 * @throws {UserError} if the folder is not on the machine this extension runs on
 */
export async function askFolderToVerify(): Promise<PathText | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    title: vscode.l10n.t('Folder to Verify'),
    openLabel: vscode.l10n.t('Verify'),
  });
  return chosen === undefined ? undefined : pathsOf(fromUris(chosen))[0];
}

/**
 * Asks for the file that lists the digests of a folder. Undefined if the person cancels.
 * @throws {UserError} if the file is not on the machine this extension runs on
 */
export async function askListOfDigests(): Promise<PathText | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: true,
    canSelectFolders: false,
    canSelectMany: false,
    title: vscode.l10n.t('List of Digests'),
    openLabel: vscode.l10n.t('Verify'),
  });
  return chosen === undefined ? undefined : pathsOf(fromUris(chosen))[0];
}

/** Asks which of several lists a folder is to be held against, by their names. Undefined if the person cancels. */
export async function askManifest(folder: PathText, lists: readonly PathText[]): Promise<PathText | undefined> {
  const items = lists.map((name) => ({ label: printable(name), name }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Verify Folder Against Manifest'),
    placeHolder: vscode.l10n.t('Which list of digests is "{0}" to be held against?', printable(basename(folder))),
  });
  return chosen?.name;
}
