import type { OpenFile } from '../fs/fileSystem';
import { DIRECT_ALIGNMENT } from '../memory/alignedMemory';
import type { Difference } from '../model/proof/difference';

/** Blocks in which differences are counted, in bytes: what most drives and file systems write at once. */
export const DIFFERENCE_BLOCK = DIRECT_ALIGNMENT;

/** What comparing needs of the job. */
interface CompareContext {
  /** Waits while the job is paused, throws when it is cancelled. */
  checkpoint(): void;
}

/**
 * Compares two files byte for byte and says where they differ. A file that ends early differs from there on.
 *
 * @param memory Page-aligned, so that either file may be open for direct reads; one half is used for each file.
 * @returns Undefined where no difference is found: then what was read before was read wrongly, or has changed since.
 */
export function locateDifference(
  a: OpenFile,
  b: OpenFile,
  size: number,
  memory: Uint8Array,
  { checkpoint }: CompareContext,
): Difference | undefined {
  const length = memory.length / 2;
  const [left, right] = [memory.subarray(0, length), memory.subarray(length)];
  let found: Difference | undefined;
  for (let position = 0; position < size; position += length) {
    checkpoint();
    const expected = Math.min(length, size - position);
    const common = Math.min(readFull(a, left, position), readFull(b, right, position), expected);
    for (let start = 0; start < expected; start += DIFFERENCE_BLOCK) {
      const end = Math.min(start + DIFFERENCE_BLOCK, expected);
      if (end <= common && Buffer.compare(left.subarray(start, end), right.subarray(start, end)) === 0) continue;
      const differs = (index: number) => index >= common || left[index] !== right[index];
      let first = start;
      while (!differs(first)) first++;
      let last = end - 1;
      while (!differs(last)) last--;
      found = {
        first: found?.first ?? position + first,
        last: position + last,
        blocks: (found?.blocks ?? 0) + 1,
      };
    }
  }
  return found;
}

/** Fills the buffer as far as the file goes, in whole pages as direct reads need it. */
function readFull(file: OpenFile, buffer: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < buffer.length) {
    const rest = buffer.subarray(filled);
    const count = file.read(rest, rest.length, position + filled);
    filled += count;
    if (count === 0 || count % DIRECT_ALIGNMENT !== 0) break;
  }
  return filled;
}
