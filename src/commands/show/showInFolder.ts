import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';
import { notify } from '../../host/notify';
import type { CommandHandler } from '../../host/registerCommand';
import { revealPath } from '../../host/revealPath';
import { jobIdsOf } from '../arguments/jobArguments';

/** What the command needs of the extension. */
export interface FolderCommandNeeds {
  readonly queue: CopyQueue;
  /** What a copy left behind to be shown; null where that is nothing. */
  placeToShow(summary: JobSummary): PathText | null;
}

/** "Show in Folder": shows what a copy left behind, by its id; or an absolute path; or, without either, the last copy. */
export function showInFolder({ queue, placeToShow }: FolderCommandNeeds): CommandHandler {
  return async (wanted) => {
    const path = typeof wanted === 'string' && isAbsolute(wanted) ? wanted : placeOf(wanted);
    if (path === null) {
      void notify('information', vscode.l10n.t('No job has left anything to show yet.'));
      return;
    }
    await revealPath(path);
  };

  function placeOf(wanted: unknown): PathText | null {
    const { ended } = queue.state;
    const [jobId] = jobIdsOf(wanted);
    const job = jobId === undefined ? ended.at(-1) : ended.find(({ attempt }) => attempt.jobId === jobId);
    return job === undefined ? null : placeToShow(job.summary);
  }
}
