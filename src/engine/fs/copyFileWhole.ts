import type { PathText } from '../model/text/pathText';
import type { Folder } from './fileSystem';
import { writeFully } from './writeFully';

const BLOCK = 256 * 1024;

/** Copies a file of the job's own, such as its plan, under the same name, and makes the copy durable. Not for evidence. */
export function copyFileWhole(from: Folder, to: Folder, name: PathText): void {
  const source = from.openFile(name);
  try {
    const copy = to.createFile(name);
    try {
      const block = Buffer.alloc(BLOCK);
      for (let position = 0; ; ) {
        const count = source.read(block, BLOCK, position);
        if (count === 0) break;
        writeFully(copy, block, 0, count, position);
        position += count;
      }
      copy.sync();
    } finally {
      copy.close();
    }
  } finally {
    source.close();
  }
}
