import type { PathText } from '../model/text/pathText';
import type { Folder } from './fileSystem';

/** More than this is no small file. */
const MOST_BYTES = 16 * 1024 * 1024;

/** A whole file, of at most 16 MiB; undefined where there is no such file. Throws what the file system throws. */
export function readSmallFile(folder: Folder, name: PathText): Buffer | undefined {
  const stat = folder.find(name);
  if (stat?.kind !== 'file' || stat.size > MOST_BYTES) return undefined;
  const file = folder.openFile(name);
  try {
    const bytes = Buffer.alloc(stat.size);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < bytes.length; filled += count) {
      count = file.read(bytes.subarray(filled), bytes.length - filled, filled);
    }
    return bytes.subarray(0, filled);
  } finally {
    file.close();
  }
}
