import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { OpenFile } from '../fs/fileSystem';
import { writeFully } from '../fs/writeFully';
import type { Zip } from '../model/packaging';
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
  const file = new ZipFile();
  const output = file.outputStream;
  if (!(output instanceof Readable)) throw new TypeError('the output of a ZIP is no stream of Node');
  file.on('error', (error: Error) => output.destroy(error));
  const writing = writeAll(output, out, written);
  try {
    for (const member of members) await addMember(file, member, zip, writing);
    file.end();
    await writing;
  } catch (error) {
    output.destroy();
    // Its failure is the one that is on its way, or comes of giving up.
    await writing.catch(() => undefined);
    throw error;
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

/** @param writing Ends early where writing fails: nobody takes the content then. */
async function addMember(
  file: ZipFile,
  member: ZipMember,
  zip: Exclude<Zip, 'none'>,
  writing: Promise<void>,
): Promise<void> {
  const { name, mode, mtimeNs, content } = member;
  const times = memberTime(mtimeNs);
  if (content === undefined) {
    file.addEmptyDirectory(name, { mode: FOLDER | mode, ...times });
    return;
  }
  const compressionLevel = zip === 'store' ? 0 : DEFLATE_LEVEL;
  const input = Readable.from(content.blocks, { objectMode: false });
  file.addReadStream(input, name, { mode: FILE | mode, size: content.size, compressionLevel, ...times });
  try {
    await Promise.race([once(input, 'end'), writing]);
  } finally {
    input.destroy();
  }
}
