import * as vscode from 'vscode';
import { printable } from '../../engine/model/text/pathText';
import { UserError } from '../../host/userError';

/** The error for something that does not lie on a file system of the machine this extension runs on. */
export function notLocalError(what: string): UserError {
  return new UserError(
    vscode.l10n.t(
      'Only files and folders of the machine this window works on can be copied or verified. Bring them there first, or open a window where they are. Not on this machine: {0}',
      printable(what),
    ),
  );
}
