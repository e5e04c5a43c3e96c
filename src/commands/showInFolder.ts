import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { CopyQueue } from '../client/copyQueue';
import type { CommandHandler } from '../host/registerCommand';
import { revealPath } from '../host/revealPath';
import { resultModel } from '../views/resultModel';

/** "Show Last Copy in Folder": shows what the last copy left behind or, given an absolute path, that. */
export function showInFolder(queue: CopyQueue): CommandHandler {
  return async (wanted) => {
    const path = typeof wanted === 'string' && isAbsolute(wanted) ? wanted : lastFolder(queue);
    if (path === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No copy has left anything to show yet.'));
      return;
    }
    await revealPath(path);
  };
}

function lastFolder({ state }: CopyQueue): string | null {
  const last = state.recent.at(-1);
  return last === undefined ? null : resultModel(last, vscode.l10n.t).folder;
}
