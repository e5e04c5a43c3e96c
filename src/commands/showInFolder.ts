import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { CopyQueue } from '../client/copyQueue';
import type { PathText } from '../engine/model/pathText';
import type { JobSummary } from '../engine/model/summary';
import { notify } from '../host/notify';
import type { CommandHandler } from '../host/registerCommand';
import { revealPath } from '../host/revealPath';

/** What the command needs of the extension. */
export interface FolderCommandNeeds {
  readonly queue: CopyQueue;
  /** What a copy left behind to be shown; null where that is nothing. */
  placeToShow(summary: JobSummary): PathText | null;
}

/** "Show Last Copy in Folder": shows what the last copy left behind or, given an absolute path, that. */
export function showInFolder({ queue, placeToShow }: FolderCommandNeeds): CommandHandler {
  return async (wanted) => {
    const last = queue.state.ended.at(-1)?.summary;
    const lastPlace = last === undefined ? null : placeToShow(last);
    const path = typeof wanted === 'string' && isAbsolute(wanted) ? wanted : lastPlace;
    if (path === null) {
      void notify('information', vscode.l10n.t('No copy has left anything to show yet.'));
      return;
    }
    await revealPath(path);
  };
}
