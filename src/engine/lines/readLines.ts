import type { OpenFile } from '../fs/fileSystem';

/** The text of a larger one would lie in memory until all of the heap is collected, 20 MB of it at the end of a job. */
const CHUNK = 64 * 1024;
const LINE_FEED = 0x0a;

/** How a file of lines ended. */
export interface LinesEnd {
  /** Bytes of all whole lines, with their line feeds. */
  readonly bytes: number;
  /** Bytes after the last line feed: a line that was torn. */
  readonly tornBytes: number;
}

/**
 * The lines of a file from its start, without their line feeds, as a stream: memory does not depend on its length.
 * A last line without a line feed was torn and is not given. Throws what reading throws.
 */
export function* readLines(file: OpenFile): IterableIterator<string> {
  for (const block of readWholeLines(file)) yield* block.toString('utf8', 0, block.length - 1).split('\n');
}

/** As {@link readLines}, but exactly the bytes that were written, and how the file ended. A line is valid until the next. */
export function* readByteLines(file: OpenFile): Generator<Buffer, LinesEnd, undefined> {
  const blocks = readWholeLines(file);
  for (;;) {
    const next = blocks.next();
    if (next.done === true) return next.value;
    const block = next.value;
    for (let start = 0; start < block.length; ) {
      const end = block.indexOf(LINE_FEED, start);
      yield block.subarray(start, end);
      start = end + 1;
    }
  }
}

/** Blocks of whole lines, each with its line feed. A block is valid until the next. */
function* readWholeLines(file: OpenFile): Generator<Buffer, LinesEnd, undefined> {
  const chunk = Buffer.alloc(CHUNK);
  let rest: Buffer = Buffer.alloc(0);
  for (let position = 0; ; ) {
    const count = file.read(chunk, CHUNK, position);
    if (count === 0) return { bytes: position - rest.length, tornBytes: rest.length };
    position += count;
    const bytes = rest.length === 0 ? chunk.subarray(0, count) : Buffer.concat([rest, chunk.subarray(0, count)]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield bytes.subarray(0, end);
    rest = Buffer.from(bytes.subarray(end));
  }
}
