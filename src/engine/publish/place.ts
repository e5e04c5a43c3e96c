import type { Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import type { PathText } from '../model/pathText';

/** Errors of link(2) on file systems without hard links. */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EXDEV']);

/**
 * Gives a staged folder its final name in one step; fails with EEXIST where the name exists. On POSIX an empty folder
 * is made first, which only one can do, and is then replaced by the rename.
 */
export function publishFolder(from: Folder, fromName: PathText, to: Folder, name: PathText): void {
  if (process.platform === 'win32') {
    throwIfTaken(to, name);
    to.moveHere(from, fromName, name);
    return;
  }
  to.makeFolder(name);
  try {
    to.moveHere(from, fromName, name);
  } catch (error) {
    to.removeFolder(name);
    throw error;
  }
}

/**
 * Gives a staged file or link its final name; fails with EEXIST where the name exists. A second name cannot replace
 * anything, which a rename would. Without hard links (FAT, exFAT) a gap between look and rename remains.
 */
export function publishFile(from: Folder, fromName: PathText, to: Folder, name: PathText): void {
  try {
    to.addName(from, fromName, name);
  } catch (error) {
    if (!(error instanceof SystemError && NO_HARD_LINKS.has(error.code))) throw error;
    throwIfTaken(to, name);
    to.moveHere(from, fromName, name);
    return;
  }
  from.removeFile(fromName);
}

function throwIfTaken(to: Folder, name: PathText): void {
  if (to.find(name) !== undefined) throw new SystemError('EEXIST', 'rename', name, 'the name exists (EEXIST, rename)');
}
