import { basename, dirname } from 'node:path';
import { destinationFailure, onDestination } from '../fs/failures';
import type { FileStat, FileSystem, Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import { FailureError } from '../model/failure/failure';
import type { PathText } from '../model/text/pathText';

/** A destination as it was found: the nearest folder that exists, and the names that are still to be made below it. */
export interface FoundDestination {
  readonly path: PathText;
  readonly nearest: Folder;
  /** Outermost first; empty where the destination exists. */
  readonly missing: readonly PathText[];
  /** The nearest folder itself and every folder above it. */
  readonly ancestors: readonly FileStat[];
}

/** Looks for a destination by absolute path; makes nothing. Throws a failure of scope `job`. */
export function findDestination(fs: FileSystem, path: PathText): FoundDestination {
  const missing: PathText[] = [];
  for (let at = path; ; at = dirname(at)) {
    try {
      const nearest = fs.openFolder(at);
      return { path, nearest, missing, ancestors: [nearest.stat(), ...nearest.ancestors()] };
    } catch (error) {
      const isMissing = error instanceof SystemError && error.code === 'ENOENT' && dirname(at) !== at;
      if (!isMissing) throw destinationFailure(error);
      missing.unshift(basename(at));
    }
  }
}

/** Makes what is missing of a destination and gives it back open. The found folder is closed or given on. */
export function makeDestination(found: FoundDestination): Folder {
  let folder = found.nearest;
  for (const name of found.missing) {
    const parent = folder;
    folder = openOrMakeFolder(parent, name);
    parent.close();
  }
  return folder;
}

/** Opens a folder of an open one; makes it where it is not there. Throws a failure of the destination. */
export function openOrMakeFolder(parent: Folder, name: PathText): Folder {
  return onDestination(() => {
    const isNew = makeIfAbsent(parent, name);
    const folder = parent.openFolder(name);
    if (isNew) {
      // A new folder of the destination belongs to the person: the mode that mkdir(1) would give it, not staging's.
      folder.setMode(0o777 & ~process.umask());
      parent.sync();
    }
    return folder;
  });
}

/** Whether it was made: two jobs may want the same folder at once. */
function makeIfAbsent(parent: Folder, name: PathText): boolean {
  try {
    parent.makeFolder(name);
    return true;
  } catch (error) {
    if (!(error instanceof SystemError && error.code === 'EEXIST')) throw error;
    if (parent.find(name)?.kind === 'folder') return false;
    throw new FailureError({ code: 'destinationNotFolder', path: error.path }, 'job');
  }
}

/** Removes the folders that were made for a destination again, innermost first, as far as they are empty. */
export function removeMade(fs: FileSystem, found: FoundDestination): void {
  let path = found.path;
  for (const name of [...found.missing].reverse()) {
    path = dirname(path);
    try {
      const parent = fs.openFolder(path);
      try {
        parent.removeFolder(name);
      } finally {
        parent.close();
      }
    } catch (error) {
      // Not empty or not ours to remove: it stays.
      if (error instanceof SystemError) return;
      throw error;
    }
  }
}
