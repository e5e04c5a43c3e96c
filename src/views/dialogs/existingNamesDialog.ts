import * as vscode from 'vscode';
import type { Conflict } from '../../engine/model/job/job';
import type { PathText } from '../../engine/model/text/pathText';
import { translate } from '../../host/translate';
import { existingNamesModel } from './existingNamesModel';

/** Asks what to do about existing names; undefined if the person cancels. */
export async function askAboutExistingNames(
  names: readonly string[],
  selected: number,
  destination: PathText,
): Promise<Conflict | undefined> {
  const { message, detail } = existingNamesModel(names, selected, destination, translate);
  const skipIdentical = vscode.l10n.t('Skip Identical');
  const keepBoth = vscode.l10n.t('Keep Both');
  const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, skipIdentical, keepBoth);
  if (chosen === skipIdentical) return 'skipIdentical';
  return chosen === keepBoth ? 'rename' : undefined;
}
