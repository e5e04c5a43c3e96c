import * as vscode from 'vscode';
import { UserError } from '../../host/userError';

/**
 * Refuses what must not happen in Restricted Mode: a file of a suspect's folder could say what is copied to where. It is
 * asked inside each command, because key bindings reach commands that no menu shows.
 * @throws {UserError} in Restricted Mode
 */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    vscode.l10n.t(
      'In Restricted Mode files cannot say what is copied to where. Pick the files yourself with "Copy with Verification…", or trust this workspace first.',
    ),
  );
}
