import type { FileSystem, Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { CUSTODY_NAME } from '../journal/custodyLog';
import { type JobHistory, readHistory } from '../journal/history';
import { BAG_PAYLOAD, RECORDS_FOLDER } from '../model/audit/manifestNames';
import { type JobRequest, shortId } from '../model/job/job';
import type { PathText } from '../model/text/pathText';

/** The records of the last attempt of a job that ran to its end. */
export interface LastRecords {
  /** Absolute path of their folder. */
  readonly path: PathText;
  readonly history: JobHistory;
}

/** Absolute paths of the folders that may hold the records of a job. */
export function recordsRootsOf(fs: FileSystem, { records, destinations }: JobRequest): readonly PathText[] {
  return records.folder === undefined ? recordsRootsAt(fs, destinations[0] ?? '') : [records.folder];
}

/** Absolute paths of the folders with records in a destination: its own, and those in its bags. */
export function recordsRootsAt(fs: FileSystem, destination: PathText): readonly PathText[] {
  const roots = [below(destination, RECORDS_FOLDER)];
  const folder = openIfThere(() => fs.openFolder(destination));
  if (folder === undefined) return roots;
  try {
    for (const name of folder.names())
      if (isBagWithRecords(folder, name)) roots.push(below(destination, `${name}/${RECORDS_FOLDER}`));
    return roots;
  } finally {
    folder.close();
  }
}

/** False also for a folder that this user may not look into, such as `lost+found`: no bag of theirs. */
function isBagWithRecords(folder: Folder, name: PathText): boolean {
  let bag: Folder | undefined;
  try {
    bag = folder.find(name)?.kind === 'folder' ? openIfThere(() => folder.openFolder(name)) : undefined;
    return [BAG_PAYLOAD, RECORDS_FOLDER].every((each) => bag?.find(each)?.kind === 'folder');
  } catch (error) {
    if (error instanceof SystemError && error.code === 'EACCES') return false;
    throw error;
  } finally {
    bag?.close();
  }
}

/**
 * The records of the last attempt of a job; undefined where there are none.
 *
 * @param roots Absolute paths of folders that hold records.
 * Throws `logDamaged`, and what reading throws.
 */
export function findLastRecords(fs: FileSystem, roots: readonly PathText[], jobId: string): LastRecords | undefined {
  const isNamedSo = (name: PathText) => name.includes(` ${shortId(jobId)}`);
  return newest(roots.map((root) => lastOf(fs, root, isNamedSo, ({ begun }) => begun.jobId === jobId)));
}

/** The records of the job that ended last of all, or last with a destination; undefined where there are none. */
export function findNewestRecords(
  fs: FileSystem,
  roots: readonly PathText[],
  destination?: PathText,
): LastRecords | undefined {
  const isMeant = ({ summary }: JobHistory) => destination === undefined || summary?.destination === destination;
  return newest(roots.map((root) => lastOf(fs, root, () => true, isMeant)));
}

function newest(found: readonly (LastRecords | undefined)[]): LastRecords | undefined {
  const later = (a: LastRecords | undefined, b: LastRecords | undefined) =>
    a === undefined || (b !== undefined && a.history.lastEntryAt < b.history.lastEntryAt) ? b : a;
  return found.reduce(later, undefined);
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
