import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { OpenFile } from '../fs/fileSystem';
import { writeFully } from '../fs/writeFully';
import type { Zip } from '../model/job/packaging';
import { memberTime } from './memberTime';

/** Something that goes into a ZIP. */
export interface ZipMember {
  /** As {@link import('./memberNames').MemberNames} gave it. */
  readonly name: string;
  /** Permission bits, 0o777 at most. */
  readonly mode: number;
  readonly mtimeNs: bigint;
  /** Undefined for a folder. */
  readonly content?: {
    /** Bytes that there will be. */
    readonly size: number;
    /** Read once, and given up in the middle where writing fails. */
    readonly blocks: Iterable<Buffer>;
  };
}

const FOLDER = 0o040000;
const FILE = 0o100000;
const DEFLATE_LEVEL = 6;

/**
 * Writes a ZIP with these members, in their order, one after another: the next one is asked for when the one before is
 * written. What is held for each member until the end is its entry in the list of contents.
 *
 * @param out New and empty; stays the caller's.
 * @param written Gets all bytes of the ZIP as they go by; they stay this function's.
 * Throws what members and writing throw.
 */
export async function writeZip(
  members: Iterable<ZipMember>,
  zip: Exclude<Zip, 'none'>,
  out: OpenFile,
  written: (bytes: Uint8Array) => void,
): Promise<void> {
  const failed = new AbortController();
  const writer = new ZipWriter(zip === 'store' ? 0 : DEFLATE_LEVEL, failed.signal);
  const writing = writeAll(writer.output, out, written);
  writing.catch((error) => failed.abort(error));
  const { poolSize } = Buffer;
  // Names of members are kept until the end. From Node's pool, each would keep a page of it with all else that went by.
  Buffer.poolSize = 0;
  try {
    for (const member of members) await writer.add(member);
    writer.end();
    await writing;
  } catch (error) {
    const { aborted, reason } = failed.signal;
    writer.output.destroy();
    // Comes of giving up now, or was the reason.
    await writing.catch(() => undefined);
    throw aborted ? reason : error;
  } finally {
    Buffer.poolSize = poolSize;
  }
}

async function writeAll(output: Readable, out: OpenFile, written: (bytes: Uint8Array) => void): Promise<void> {
  let position = 0;
  for await (const chunk of output) {
    const bytes: Uint8Array = chunk;
    writeFully(out, bytes, 0, bytes.length, position);
    written(bytes);
    position += bytes.length;
  }
}

/** Puts one member after another into a ZIP. */
class ZipWriter {
  readonly output: Readable;
  readonly #file = new ZipFile();
  /** The content of the member at hand. */
  #input = Readable.from([]);

  /** @param failed Nobody takes any content from then on. */
  constructor(
    private readonly compressionLevel: number,
    private readonly failed: AbortSignal,
  ) {
    const output = this.#file.outputStream;
    if (!(output instanceof Readable)) throw new TypeError('the output of a ZIP is no stream of Node');
    this.#file.on('error', (error: Error) => output.destroy(error));
    this.output = output;
  }

  async add({ name, mode, mtimeNs, content }: ZipMember): Promise<void> {
    const times = memberTime(mtimeNs);
    if (content === undefined) {
      this.#file.addEmptyDirectory(name, { mode: FOLDER | mode, ...times });
      return;
    }
    const { compressionLevel } = this;
    const input = Readable.from(content.blocks, { objectMode: false });
    this.#input = input;
    const options = { mode: FILE | mode, size: content.size, compressionLevel, ...times };
    this.#file.addReadStreamLazy(name, options, this.#takeInput);
    try {
      await once(input, 'end', { signal: this.failed });
    } finally {
      input.destroy();
    }
  }

  end(): void {
    this.#file.end();
  }

  /**
   * The same function for all members: yazl keeps it with each of them until the end, and a stream in it would be kept with
   * all that it was piped through.
   */
  readonly #takeInput = (take: (error: null, input: Readable) => void): void => take(null, this.#input);
}
