import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { blocks } from '../fs/blocks';
import type { OpenFile } from '../fs/fileSystem';

/** A member as it stands in a ZIP. */
export interface ReadMember {
  /** Ends with `/` for a folder. */
  readonly name: string;
  /** The content, unpacked; to be read before the next member is asked for. Throws where size or CRC-32 disagree. */
  content(): AsyncIterable<Buffer>;
}

/**
 * The members of a ZIP in the order of its list of contents, through code that shares nothing with what wrote it.
 * Throws what reading throws, and an `Error` where it is no sound ZIP.
 *
 * @param file Open for reading; stays the caller's.
 */
export async function* readZip(file: OpenFile, size: number, checkpoint: () => void): AsyncIterable<ReadMember> {
  const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };
  const zip = await fromRandomAccessReaderPromise(new PortReader(file, checkpoint), size, options);
  for await (const entry of zip.eachEntry()) yield { name: entry.fileName, content: () => contentOf(zip, entry) };
}

/** Lets yauzl read through the engine's port. */
class PortReader extends RandomAccessReader {
  constructor(
    private readonly file: OpenFile,
    private readonly checkpoint: () => void,
  ) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(blocks(this.file, start, end, this.checkpoint), { objectMode: false });
  }
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncIterable<Buffer> {
  let checksum = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    const bytes: Buffer = chunk;
    checksum = crc32(bytes, checksum);
    yield bytes;
  }
  if (checksum !== entry.crc32) throw new Error('its CRC-32 is not that of its content');
}
