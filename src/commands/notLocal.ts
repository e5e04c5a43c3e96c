import * as vscode from 'vscode';
import { UserError } from '../host/userError';
import { notificationText, shortened } from '../views/escape';

const LENGTH = 120;

/** The error for something that does not lie on a file system of the machine this extension runs on. */
export function notLocalError(what: string): UserError {
  return new UserError(
    vscode.l10n.t(
      'Only files and folders of the machine this window works on can be copied; "{0}" is not on it. Bring it there first, or open a window where it is.',
      notificationText(shortened(what, LENGTH)),
    ),
  );
}
