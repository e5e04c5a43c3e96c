import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { readSmallFile } from '../../client/files/smallFile';
import { requestOf } from '../../client/jobFile/jobFile';
import { parseJobTable, type RefusedJobTable, type TableJob } from '../../client/jobTable/jobTable';
import { TABLE_BYTES } from '../../client/jobTable/tableText';
import type { CopyQueue } from '../../client/queue/copyQueue';
import { type PathText, printable } from '../../engine/model/text/pathText';
import type { DateFormat } from '../../engine/model/time/dateFormat';
import type { LastDestination } from '../../host/lastDestination';
import type { CommandHandler } from '../../host/registerCommand';
import type { Settings } from '../../host/settingsSchema';
import { copyArguments, fromUris } from '../arguments/copyArguments';
import { pathsOf } from '../arguments/givenPaths';
import { requireTrust } from '../arguments/trustedOnly';
import { askDestination } from '../ask/askDestination';
import { inThisWindow } from '../queue/queueElsewhere';
import { type RefusalNeeds, type RefusedFile, tellRefused } from './refusedFile';

/** What the command needs of the extension. */
export interface ImportNeeds extends RefusalNeeds {
  readonly queue: CopyQueue;
  readonly lastDestination: LastDestination;
  /** A snapshot of the settings of this moment. */
  readSettings(): Settings;
  /** How the person writes dates. */
  readDateFormat(): DateFormat;
  /** Shows a job where the person can see that it is in the queue. */
  revealJob(jobId: string): Promise<void>;
}

/**
 * "Import Jobs…": adds the jobs of a CSV file, one a row, with the settings of now. One row with a fault and nothing is
 * added. Rows that do not say where to copy to go where the person says, who is asked once for all of them.
 */
export function importJobs(needs: ImportNeeds): CommandHandler {
  return async (first, second) => {
    requireTrust();
    const path = await pathOfTable(first, second);
    const jobs = path === undefined ? undefined : await readJobs(path, needs);
    if (path === undefined || jobs === undefined) return;
    const destination = await destinationFor(jobs, needs.lastDestination);
    if (destination === undefined) return;
    const settings = needs.readSettings();
    const attempts = jobs.map(({ jobFile, namesDestination }) => {
      const destinations = namesDestination ? jobFile.destinations : [destination];
      const request = requestOf({ ...jobFile, destinations }, dirname(path));
      return { jobId: randomUUID(), attempt: 1, request: { ...request, ...settings } };
    });
    await inThisWindow(needs.queue.enqueueAll(attempts, 'withQueue'));
    await needs.revealJob(attempts[0]?.jobId ?? '');
  };
}

async function pathOfTable(first: unknown, second: unknown): Promise<PathText | undefined> {
  const given = copyArguments(first, second);
  if (given.kind !== 'none') return pathsOf(given)[0];
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Table of Jobs to Import'),
    openLabel: vscode.l10n.t('Import'),
    filters: { CSV: ['csv', 'txt'] },
  });
  return chosen === undefined ? undefined : pathsOf(fromUris(chosen))[0];
}

/** The jobs of a table; undefined where it was refused, which has been told. */
async function readJobs(path: PathText, needs: ImportNeeds): Promise<readonly TableJob[] | undefined> {
  const file = await readSmallFile(path, TABLE_BYTES);
  const table =
    'unreadable' in file
      ? { faults: [{ line: 1, column: null, message: file.unreadable }] }
      : // Where a row names no destination, one is asked for when the table is known to be sound.
        parseJobTable(file.bytes, { format: needs.readDateFormat(), destination: dirname(path) });
  if ('jobs' in table) {
    needs.problems.set(path, []);
    return table.jobs;
  }
  tellRefused([{ path, problems: problemsOf(table) }], needs);
  return undefined;
}

async function destinationFor(jobs: readonly TableJob[], last: LastDestination): Promise<PathText | undefined> {
  const without = jobs.filter(({ namesDestination }) => !namesDestination);
  if (without.length === 0) return '';
  const items = without.reduce((count, { jobFile }) => count + jobFile.sources.length, 0);
  const destination = await askDestination(items, last.get());
  if (destination !== undefined) await last.set(destination);
  return destination;
}

function problemsOf({ faults }: RefusedJobTable): RefusedFile['problems'] {
  const [first, ...others] = faults.map(({ line, column, message }) => ({
    line,
    column: 1,
    length: 0,
    message: column === null ? message : `column ${printable(column)}: ${message}`,
  }));
  if (first === undefined) throw new RangeError('a table is refused for a fault');
  return [first, ...others];
}
