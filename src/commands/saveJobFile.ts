import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { writeDurably } from '../client/durableFile';
import { JOB_FILE_SUFFIX } from '../client/jobFileSchema';
import type { JobRequest } from '../engine/model/job';
import { jobFileOf } from '../engine/model/jobFileOf';
import { type PathText, printable } from '../engine/model/pathText';
import { safeName } from '../engine/model/safeName';
import type { LastDestination } from '../host/lastDestination';
import { UserError } from '../host/userError';
import { notLocalError } from './notLocal';

/** Most bytes of the name that is proposed, without its ending. */
const NAME_BYTES = 80;

/**
 * Asks where to, and writes a job file there that asks for the same job once more, readable by its owner only. Resolves
 * with its path, or with undefined if the person cancels.
 * @throws {UserError} if it cannot be written
 */
export async function saveJobFile(request: JobRequest, last: LastDestination): Promise<PathText | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? last.get();
  const name = `${safeName(request.caseData?.caseNumber ?? request.label, NAME_BYTES)}${JOB_FILE_SUFFIX}`;
  const chosen = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save as Job File'),
    filters: { [vscode.l10n.t('Job Files')]: [JOB_FILE_SUFFIX.slice(1)] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.file(join(folder.fsPath, name)) }),
  });
  if (chosen === undefined) return undefined;
  if (chosen.scheme !== 'file') throw notLocalError(chosen.toString(true));
  const path = chosen.fsPath;
  try {
    await writeDurably(path, jobFileOf(request));
  } catch (error) {
    throw new UserError(
      vscode.l10n.t(
        '"{0}" could not be written: {1}. Choose another folder.',
        printable(basename(path)),
        error instanceof Error ? error.message : String(error),
      ),
    );
  }
  return path;
}
