import { isUtf8 } from 'node:buffer';

/**
 * A path or name as a JavaScript string that loses nothing.
 *
 * On POSIX a name is any byte sequence without NUL and slash. Bytes that are not valid UTF-8 are kept as lone
 * surrogates U+DC80…U+DCFF, one for each byte (PEP 383, "surrogateescape"). The text can therefore be compared,
 * stored as JSON and sent between threads, and {@link toBytes} gives back exactly the bytes it came from.
 */
export type PathText = string;

const FIRST_ESCAPE = 0xdc80;
const LAST_ESCAPE = 0xdcff;
// With the u flag only lone surrogates match, not the second half of a pair.
const ESCAPED_BYTE = /[\udc80-\udcff]/u;

/** Turns the bytes of a name or path into text; the inverse of {@link toBytes}. */
export function fromBytes(bytes: Uint8Array): PathText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? buffer.toString('utf8') : decodeEscaped(buffer);
}

/** The exact bytes of a name or path, as the file system knows them. */
export function toBytes(text: PathText): Buffer {
  if (!ESCAPED_BYTE.test(text)) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const escaped = code >= FIRST_ESCAPE && code <= LAST_ESCAPE;
    parts.push(escaped ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** Whether the name can be written as plain UTF-8 text. */
export function isPlainText(text: PathText): boolean {
  return !ESCAPED_BYTE.test(text);
}

// C0 and C1 controls, line and paragraph separators, direction marks, and single surrogates: all that could
// change what a reader sees or how many lines a message has.
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The name for people, on one line: what cannot be shown safely appears as `\xNN` or `\u{NNNN}`. */
export function printable(text: PathText): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0);
    if (code >= FIRST_ESCAPE && code <= LAST_ESCAPE) return `\\x${hex(code - 0xdc00)}`;
    return code < 0x20 ? `\\x${hex(code)}` : `\\u{${hex(code)}}`;
  });
}

/** Base64 of the exact bytes, for records that must be valid Unicode. */
export function toBase64(text: PathText): string {
  return toBytes(text).toString('base64');
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(2, '0');
}

function decodeEscaped(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at += 1;
    } else {
      text += bytes.toString('utf8', at, at + length);
      at += length;
    }
  }
  return text;
}

/** Length of the valid UTF-8 sequence at `at`, or 0 where there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  }
  return 0;
}

/**
 * A path for JSON that every parser takes: `{ path }`, and for a name that is not UTF-8 a printable form with the exact
 * bytes beside it, `{ path, pathBase64 }`. `key` is the name of the field.
 */
export function pathFields<K extends string>(key: K, text: PathText): Record<K, string> & Record<string, string> {
  const fields: Record<string, string> = isPlainText(text)
    ? { [key]: text }
    : { [key]: printable(text), [`${key}Base64`]: toBase64(text) };
  return fields as Record<K, string> & Record<string, string>;
}

/** The path that {@link pathFields} has written: the exact bytes beside it count, where there are any. */
export function pathOfFields<T extends string | null | undefined>(text: T, base64: string | undefined): T | PathText {
  return base64 === undefined ? text : fromBytes(Buffer.from(base64, 'base64'));
}
