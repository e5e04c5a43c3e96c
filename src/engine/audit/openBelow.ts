import { onSource } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import type { PathText } from '../model/text/pathText';

/** Opens a folder by its path below an open one, following no link. It is the caller's to close. Throws a failure. */
export function openBelow(folder: Folder, path: PathText): Folder {
  const [first = '', ...rest] = path.split('/');
  const inner = onSource(() => folder.openFolder(first));
  if (rest.length === 0) return inner;
  try {
    return openBelow(inner, rest.join('/'));
  } finally {
    inner.close();
  }
}
