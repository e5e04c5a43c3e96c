import type { OpenFile } from '../fs/fileSystem';

const CHUNK = 256 * 1024;
const LINE_FEED = 0x0a;

/**
 * The lines of a file from its start, without their line feeds, as a stream: memory does not depend on its length.
 * A last line without a line feed was torn and is not given. Throws what reading throws.
 */
export function* readLines(file: OpenFile): IterableIterator<string> {
  const chunk = Buffer.alloc(CHUNK);
  let rest: Buffer = Buffer.alloc(0);
  for (let position = 0; ; ) {
    const count = file.read(chunk, CHUNK, position);
    if (count === 0) return;
    position += count;
    const bytes = rest.length === 0 ? chunk.subarray(0, count) : Buffer.concat([rest, chunk.subarray(0, count)]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
  }
}
