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

/** The error for arguments nobody can make sense of; `example` has the keys that the command takes. */
export function invalidArgumentsError(why: string, example: string): UserError {
  return new UserError(
    vscode.l10n.t(
      'The arguments of this command cannot be used: {0}. Give {1} with absolute paths.',
      printable(why),
      example,
    ),
  );
}
