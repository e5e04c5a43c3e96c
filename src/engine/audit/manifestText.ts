import { onSource } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { fromBytes, type PathText, printable } from '../model/text/pathText';
import { AuditRefusal } from './refusal';

/** A list of a million names takes about 150 MB; nothing that is a list is larger than this. */
const MOST_BYTES = 1024 * 1024 * 1024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Encodings that a bag may declare for its tag files (RFC 8493 §2.1.1), and what Node calls them. */
const ENCODINGS: Readonly<Record<string, BufferEncoding>> = {
  'UTF-8': 'utf8',
  'US-ASCII': 'utf8',
  ASCII: 'utf8',
  'ISO-8859-1': 'latin1',
  'UTF-16': 'utf16le',
  'UTF-16LE': 'utf16le',
  'UTF-16BE': 'utf16le',
};

/** One line of a manifest. */
export interface Line {
  readonly number: number;
  readonly text: PathText;
}

/** A manifest in memory, as UTF-8 bytes without a byte order mark. */
export interface ManifestText {
  /** For messages. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly hasByteOrderMark: boolean;
}

/** Reads a manifest. Throws {@link AuditRefusal} where it is no text, and a failure where it cannot be read. */
export function readManifest(folder: Folder, name: PathText, encoding = 'UTF-8'): ManifestText {
  const bytes = onSource(() => readWhole(folder, name));
  const shown = printable(name);
  const text = decoded(bytes, encoding, shown);
  if (text.includes(0)) throw new AuditRefusal(`${shown} is no text: it holds zero bytes. Name the right manifest.`);
  const hasByteOrderMark = text.subarray(0, 3).equals(BYTE_ORDER_MARK);
  return { name: shown, bytes: hasByteOrderMark ? text.subarray(3) : text, hasByteOrderMark };
}

/**
 * The lines of a manifest, ended by LF or CRLF, and with `loneReturns` by CR too (RFC 8493 §2.1.3). Empty lines are left
 * out but counted.
 */
export function* linesOf({ bytes }: ManifestText, loneReturns = false): IterableIterator<Line> {
  let number = 0;
  let feed = -1;
  let carriage = -1;
  for (let start = 0; start < bytes.length; ) {
    // Each is looked for once: a text that has only one of them would else be searched to its end for every line.
    if (feed < start) feed = nextOf(bytes, LINE_FEED, start);
    if (loneReturns && carriage < start) carriage = nextOf(bytes, CARRIAGE_RETURN, start);
    const isLone = loneReturns && carriage < feed - 1;
    const end = isLone ? carriage : withoutReturn(bytes, start, feed);
    number++;
    if (end > start) yield { number, text: fromBytes(bytes.subarray(start, end)) };
    start = (isLone ? carriage : feed) + 1;
  }
}

/** The end of the text where the byte does not come any more. */
function nextOf(bytes: Buffer, byte: number, start: number): number {
  const found = bytes.indexOf(byte, start);
  return found < 0 ? bytes.length : found;
}

function withoutReturn(bytes: Buffer, start: number, end: number): number {
  return end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
}

function readWhole(folder: Folder, name: PathText): Buffer {
  const file = folder.openFile(name);
  try {
    const { size, kind } = file.stat();
    if (kind !== 'file') throw new AuditRefusal(`${printable(name)} is no file. Name the right manifest.`);
    if (size > MOST_BYTES) throw new AuditRefusal(`${printable(name)} is too large for a manifest (${size} bytes).`);
    const bytes = Buffer.alloc(size);
    let filled = 0;
    while (filled < size) {
      const rest = bytes.subarray(filled);
      const count = file.read(rest, rest.length, filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } finally {
    file.close();
  }
}

function decoded(bytes: Buffer, encoding: string, shown: string): Buffer {
  const known = ENCODINGS[encoding.toUpperCase()];
  if (known === undefined) {
    throw new AuditRefusal(`${shown} is said to be in ${printable(encoding)}, an encoding that is not known here.`);
  }
  if (known === 'utf8') return bytes;
  if (known === 'latin1') return Buffer.from(bytes.toString('latin1'), 'utf8');
  if (bytes.length % 2 !== 0) throw new AuditRefusal(`${shown} is not in ${printable(encoding)}, as the bag says.`);
  const isBigEndian = encoding.toUpperCase() === 'UTF-16BE' || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return Buffer.from((isBigEndian ? Buffer.from(bytes).swap16() : bytes).toString('utf16le'), 'utf8');
}
