import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { RefusedJobFile } from '../../client/jobFile/jobFile';
import type { JobFileFault } from '../../client/jobFile/jobFileFault';
import { JOB_FILE_SUFFIX } from '../../client/jobFile/jobFileSchema';
import { readJobFile } from '../../client/jobFile/readJobFile';
import type { Attempt } from '../../engine/model/job/job';
import { type PathText, printable } from '../../engine/model/text/pathText';
import type { Problem } from '../../host/problems';
import { copyArguments, fromUris } from '../arguments/copyArguments';
import { pathsOf } from '../arguments/givenPaths';
import { requireTrust } from '../arguments/trustedOnly';
import { type RefusalNeeds, type RefusedFile, tellRefused } from './refusedFile';

/**
 * The jobs of the job files a command was called for: those that were clicked or named, else the one in the active editor,
 * else those the person picks. Undefined if the person cancels, or if one of the files was refused, which has been told.
 * @throws {UserError} in Restricted Mode, or if the arguments cannot be used
 */
export async function loadJobs(
  first: unknown,
  second: unknown,
  needs: RefusalNeeds,
): Promise<readonly Attempt[] | undefined> {
  requireTrust();
  const paths = await pathsOfJobFiles(first, second);
  if (paths === undefined) return undefined;
  await saveDocuments(paths);
  const attempts: Attempt[] = [];
  const refused: RefusedFile[] = [];
  for (const path of paths) {
    const read = await readJobFile(path);
    if ('faults' in read) {
      refused.push({ path, problems: problemsOf(read) });
      continue;
    }
    needs.problems.set(path, []);
    for (const note of read.notes) needs.log('warning', `${printable(path)}: ${note}`);
    attempts.push({ jobId: randomUUID(), attempt: 1, request: read.request });
  }
  const [one, ...others] = refused;
  if (one === undefined) return attempts;
  tellRefused([one, ...others], needs);
  return undefined;
}

async function pathsOfJobFiles(first: unknown, second: unknown): Promise<readonly PathText[] | undefined> {
  const given = copyArguments(first, second);
  if (given.kind !== 'none') return pathsOf(given);
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.path.endsWith(JOB_FILE_SUFFIX) === true) return pathsOf(fromUris([active]));
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: true,
    title: vscode.l10n.t('Job Files'),
    openLabel: vscode.l10n.t('Select'),
    filters: { [vscode.l10n.t('Job Files')]: ['json'] },
  });
  return chosen === undefined ? undefined : pathsOf(fromUris(chosen));
}

/** What is run is what is on the disk: changes that are seen in an editor have to get there first. */
async function saveDocuments(paths: readonly PathText[]): Promise<void> {
  const open = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && paths.includes(uri.fsPath));
  for (const document of open) await document.save();
}

function problemsOf({ faults }: RefusedJobFile): RefusedFile['problems'] {
  const [first, ...others] = faults.map(problemOf);
  if (first === undefined) throw new RangeError('a job file is refused for a fault');
  return [first, ...others];
}

function problemOf({ line, column, length, path, message }: JobFileFault): Problem {
  return { line, column, length, message: `${path}: ${message}` };
}
