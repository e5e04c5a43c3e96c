import type { FileSystem, Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { CUSTODY_NAME } from '../journal/custodyLog';
import { type JobHistory, readHistory } from '../journal/history';
import { type JobRequest, shortId } from '../model/job';
import { RECORDS_FOLDER } from '../model/manifestNames';
import type { PathText } from '../model/pathText';

/** The records of the last attempt of a job that ran to its end. */
export interface LastRecords {
  /** Absolute path of their folder. */
  readonly path: PathText;
  readonly history: JobHistory;
}

/** Absolute path of the folder that holds the records of all attempts of a job. */
export function recordsRootOf({ records, destinations }: JobRequest): PathText {
  return records.folder ?? below(destinations[0] ?? '', RECORDS_FOLDER);
}

/** The records of the last attempt of a job; undefined where there are none. Throws `logDamaged`, and what reading throws. */
export function findLastRecords(fs: FileSystem, root: PathText, jobId: string): LastRecords | undefined {
  const isNamedSo = (name: PathText) => name.includes(` ${shortId(jobId)}`);
  return lastOf(fs, root, isNamedSo, ({ begun }) => begun.jobId === jobId);
}

/** The records of the job that ended last of all, or last with a destination; undefined where there are none. */
export function findNewestRecords(fs: FileSystem, root: PathText, destination?: PathText): LastRecords | undefined {
  const isMeant = ({ summary }: JobHistory) => destination === undefined || summary?.destination === destination;
  return lastOf(fs, root, () => true, isMeant);
}

function lastOf(
  fs: FileSystem,
  root: PathText,
  isNamedSo: (name: PathText) => boolean,
  isMeant: (history: JobHistory) => boolean,
): LastRecords | undefined {
  const folder = openIfThere(() => fs.openFolder(root));
  if (folder === undefined) return undefined;
  let last: LastRecords | undefined;
  try {
    for (const name of [...folder.names()]) {
      if (name.startsWith('.') || !isNamedSo(name)) continue;
      const history = historyIn(folder, name);
      if (history === undefined || !isMeant(history)) continue;
      if (last === undefined || last.history.lastEntryAt < history.lastEntryAt)
        last = { path: below(root, name), history };
    }
    return last;
  } finally {
    folder.close();
  }
}

/** What the custody log of some records tells; undefined where there is none. */
function historyIn(root: Folder, name: PathText): JobHistory | undefined {
  const folder = openIfThere(() => root.openFolder(name));
  if (folder === undefined) return undefined;
  try {
    return folder.find(CUSTODY_NAME) === undefined ? undefined : readHistory(folder);
  } finally {
    folder.close();
  }
}

function openIfThere(open: () => Folder): Folder | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof SystemError && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code)) return undefined;
    throw error;
  }
}
