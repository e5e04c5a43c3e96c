import type { PathText } from '../model/pathText';
import type { Folder } from './fileSystem';

/**
 * Removes a folder of `parent` and everything in it, following no link. Folders without write permission are opened up
 * first: they lie in a staging folder, which is ours.
 */
export function removeTree(parent: Folder, name: PathText): void {
  const folder = parent.openFolder(name);
  try {
    folder.setMode(0o700);
    for (const child of [...folder.names()]) {
      if (folder.find(child)?.kind === 'folder') removeTree(folder, child);
      else folder.removeFile(child);
    }
  } finally {
    folder.close();
  }
  parent.removeFolder(name);
}
