import type { OpenFile } from './fileSystem';

/** Large enough for the device, small enough to act on a pause. */
const BLOCK = 256 * 1024;

/**
 * The bytes of an open file from `start` up to `end`, or less where it ends before; each block is a buffer of its own and
 * becomes the taker's. Throws what reading throws.
 */
export function* blocks(file: OpenFile, start: number, end: number, checkpoint: () => void): IterableIterator<Buffer> {
  for (let position = start; position < end; ) {
    checkpoint();
    const wanted = Math.min(BLOCK, end - position);
    const block = Buffer.allocUnsafe(wanted);
    const count = file.read(block, wanted, position);
    if (count === 0) return;
    position += count;
    yield block.subarray(0, count);
  }
}
