import { onSource, sourceFailure } from '../fs/failures';
import type { FileStat, Folder, OpenFile } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import { FailureError } from '../model/failure/failure';
import type { FileState, PlannedFile } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import { stateOf } from '../plan/walk';

type StateField = keyof FileState;

const IN_ONE_OPEN_FILE: readonly StateField[] = ['size', 'mtimeNs', 'ctimeNs', 'dev', 'ino'];
const BETWEEN_OPENINGS: readonly StateField[] = ['size', 'mtimeNs', 'ctimeNs', 'ino'];
/** FAT and exFAT make up inode numbers and change times anew each time a file is looked up. */
const WITHOUT_IDENTITY: readonly StateField[] = ['size', 'mtimeNs'];

const FIELD_WORDS: Readonly<Record<StateField, string>> = {
  size: 'its size',
  mtimeNs: 'its modification time',
  ctimeNs: 'its change time',
  dev: 'its device',
  ino: 'its inode',
};

/** Errors of opening that mean: this is not the file that was planned. */
const REPLACED: Readonly<Record<string, string>> = {
  ENOENT: 'it was removed',
  ELOOP: 'it was replaced by a link',
  ENXIO: 'it was replaced by a special file',
  ENOTDIR: 'a folder above it was replaced',
};

/** An opened source and the state it had then. The file is the caller's to close. */
export interface OpenedSource {
  readonly file: OpenFile;
  readonly state: FileState;
  /** How it differs from the plan, where that was not to fail. */
  readonly change: FailureError | undefined;
}

/**
 * Opens a planned file for reading and holds it against the plan. Throws `sourceChanged`, or why it cannot be opened.
 *
 * @param keepsIdentities Whether the source's file system has stable inodes and change times.
 * @param takesChanged Whether a file that is not in its planned state any more is opened nonetheless.
 */
export function openSource(
  folder: Folder,
  name: PathText,
  item: PlannedFile,
  keepsIdentities: boolean,
  takesChanged = false,
): OpenedSource {
  const file = open(folder, name);
  try {
    const stat = file.stat();
    if (stat.kind !== 'file') throw changed(file.path, 'it is no regular file any more', item.state, stateOf(stat));
    const fields = keepsIdentities ? BETWEEN_OPENINGS : WITHOUT_IDENTITY;
    const change = findChange(file.path, item.state, stat, fields);
    if (change !== undefined && !takesChanged) throw change;
    return { file, state: stateOf(stat), change };
  } catch (error) {
    file.close();
    throw error instanceof FailureError ? error : sourceFailure(error);
  }
}

/** Holds the state after reading, and the number of bytes read, against the state at opening. */
export function checkUnchanged(source: Pick<OpenedSource, 'file' | 'state'>, bytesRead: number): void {
  const { file, state } = source;
  const change = changeWhileOpen(source);
  if (change !== undefined) throw change;
  if (bytesRead !== state.size) {
    const args = { expected: state.size, actual: bytesRead };
    throw new FailureError({ code: 'sizeMismatch', path: file.path, offset: Math.min(bytesRead, state.size), args });
  }
}

/** How an open source differs from what it was at opening; undefined where it does not. */
export function changeWhileOpen({ file, state }: Pick<OpenedSource, 'file' | 'state'>): FailureError | undefined {
  const stat = onSource(() => file.stat());
  return findChange(file.path, state, stat, IN_ONE_OPEN_FILE);
}

/**
 * How the state of a source differs from an earlier one, in words; undefined where it is the same as far as its file
 * system lets one say.
 */
export function whatChanged(before: FileState, now: FileStat, keepsIdentities: boolean): string | undefined {
  const after = stateOf(now);
  const fields = keepsIdentities ? BETWEEN_OPENINGS : WITHOUT_IDENTITY;
  const different = fields.filter((field) => before[field] !== after[field]);
  if (different.length === 0) return undefined;
  return `${wordsFor(different)} changed: ${describe(before)}; now ${describe(after)}`;
}

function wordsFor(fields: readonly StateField[]): string {
  return fields.map((field) => FIELD_WORDS[field]).join(', ');
}

function open(folder: Folder, name: PathText): OpenFile {
  try {
    return folder.openFile(name);
  } catch (error) {
    const what = error instanceof SystemError ? REPLACED[error.code] : undefined;
    if (error instanceof SystemError && what !== undefined) {
      throw new FailureError({ code: 'sourceChanged', path: error.path, args: { what }, cause: error.message });
    }
    throw sourceFailure(error);
  }
}

function findChange(
  path: PathText,
  before: FileState,
  stat: FileStat,
  fields: readonly StateField[],
): FailureError | undefined {
  const after = stateOf(stat);
  const different = fields.filter((field) => before[field] !== after[field]);
  if (different.length === 0) return undefined;
  return changed(path, `${wordsFor(different)} changed`, before, after);
}

function changed(path: PathText, what: string, before: FileState, after: FileState): FailureError {
  const args = { what, before: describe(before), after: describe(after) };
  return new FailureError({ code: 'sourceChanged', path, args });
}

function describe({ size, mtimeNs, ctimeNs, dev, ino }: FileState): string {
  return `${size} bytes, mtime ${mtimeNs} ns, ctime ${ctimeNs} ns, device ${dev}, inode ${ino}`;
}
