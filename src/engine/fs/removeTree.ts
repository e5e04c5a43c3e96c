import type { PathText } from '../model/text/pathText';
import type { Folder } from './fileSystem';

/**
 * Removes a folder of `parent` and everything in it, following no link. Folders without write permission are opened up
 * first: they lie in a staging folder, which is ours.
 */
export function removeTree(parent: Folder, name: PathText): void {
  const folder = parent.openFolder(name);
  try {
    folder.setMode(0o700);
    for (const child of [...folder.names()]) removeAny(folder, child);
  } finally {
    folder.close();
  }
  parent.removeFolder(name);
}

/** Removes a name of `parent`, whatever it means; a folder as {@link removeTree} does. */
export function removeAny(parent: Folder, name: PathText): void {
  if (parent.find(name)?.kind === 'folder') removeTree(parent, name);
  else parent.removeFile(name);
}
