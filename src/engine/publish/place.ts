import type { Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import type { PathText } from '../model/text/pathText';

/** Errors of link(2) on file systems without hard links. */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EXDEV']);

/**
 * Gives a staged folder its final name in one step; fails with EEXIST where the name exists. Looking first is safe here
 * as it would not be for files: a rename of a folder replaces nothing but an empty folder. (Making that folder first, to
 * be exclusive, would leave it behind under the final name if the process were killed in between.)
 */
export function publishFolder(from: Folder, fromName: PathText, to: Folder, name: PathText): void {
  throwIfTaken(to, name);
  to.moveHere(from, fromName, name);
}

/**
 * Gives a staged file or link its final name; fails with EEXIST where the name exists. A second name cannot replace
 * anything, which a rename would. Without hard links (FAT, exFAT) a gap between look and rename remains.
 */
export function publishFile(from: Folder, fromName: PathText, to: Folder, name: PathText): void {
  if (nameFile(from, fromName, to, name) === 'linked') from.removeFile(fromName);
}

/**
 * The same, but the file keeps its name in staging as well, where the file system lets it have two: so that whoever finds
 * both can tell whose it is.
 */
export function nameFile(from: Folder, fromName: PathText, to: Folder, name: PathText): 'linked' | 'moved' {
  try {
    to.addName(from, fromName, name);
    return 'linked';
  } catch (error) {
    if (!(error instanceof SystemError && NO_HARD_LINKS.has(error.code))) throw error;
    throwIfTaken(to, name);
    to.moveHere(from, fromName, name);
    return 'moved';
  }
}

function throwIfTaken(to: Folder, name: PathText): void {
  if (to.find(name) !== undefined) throw new SystemError('EEXIST', 'rename', name, 'the name exists (EEXIST, rename)');
}
