import { join } from 'node:path';
import * as vscode from 'vscode';
import { JOB_FILE_SUFFIX } from '../../client/jobFile/jobFileSchema';
import type { JobRequest } from '../../engine/model/job/job';
import { jobFileOf } from '../../engine/model/job/jobFileOf';
import type { PathText } from '../../engine/model/text/pathText';
import { safeName } from '../../engine/model/text/safeName';
import type { LastDestination } from '../../host/lastDestination';
import { saveText } from './saveText';

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
  return saveText(jobFileOf(request), {
    title: vscode.l10n.t('Save as Job File'),
    // The dialog of a remote window looks at the last part of an ending only, and would add a longer one once more.
    filters: { [vscode.l10n.t('Job Files')]: ['json'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.file(join(folder.fsPath, name)) }),
  });
}
