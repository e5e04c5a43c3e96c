import * as vscode from 'vscode';
import { stackOf } from '../engine/model/failure/thrown';
import { COMMANDS, type CommandId } from './contributions';
import type { Log } from './log';
import { notify } from './notify';
import { UserError } from './userError';

/** What a command does. Arguments come from menus, key bindings, tasks and other extensions: it narrows them itself. */
export type CommandHandler = (...args: readonly unknown[]) => unknown;

/** Registers the handler of every command; the compiler sees to it that none is missing. */
export function registerCommands(handlers: Readonly<Record<CommandId, CommandHandler>>, log: Log): vscode.Disposable {
  return vscode.Disposable.from(...Object.values(COMMANDS).map((id) => registerCommand(id, handlers[id], log)));
}

/**
 * Registers a command with an error boundary: whatever the handler throws is in the log before the person is
 * told, in full where nobody foresaw it. The command itself then ends without a value, because VS Code would show a rejected one a second time.
 */
function registerCommand(id: CommandId, handler: CommandHandler, log: Log): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      return await handler(...args);
    } catch (error) {
      log('error', `${id}: ${error instanceof UserError ? error.message : stackOf(error)}`);
      void tellPerson(error, id);
      return undefined;
    }
  });
}

async function tellPerson(error: unknown, id: CommandId): Promise<void> {
  const message =
    error instanceof UserError
      ? error.message
      : vscode.l10n.t('Something went wrong that should not. The log says what; please keep it.');
  const showLog = vscode.l10n.t('Show Log');
  const chosen = await notify('error', message, showLog);
  // The command that shows the log cannot offer itself as a remedy.
  if (chosen === showLog && id !== COMMANDS.showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
}
