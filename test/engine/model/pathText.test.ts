import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fromBytes,
  isPlainText,
  pathFields,
  printable,
  toBase64,
  toBytes,
} from '../../../src/engine/model/text/pathText';
import { holds } from '../../support/property';

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  // Mostly valid text with a few stray bytes: where a decoder is most likely to go wrong.
  fc
    .array(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => Buffer.from(text)),
        fc.uint8Array({ maxLength: 3 }),
      ),
    )
    .map((parts) => new Uint8Array(Buffer.concat(parts))),
);
const isValid = (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString('utf8')).equals(Buffer.from(bytes));

describe('E8: a name as text', () => {
  test('gives back exactly the bytes it came from', () => {
    holds(
      fc.property(anyBytes, (bytes) => toBytes(fromBytes(bytes)).equals(Buffer.from(bytes))),
      { numRuns: 2000 },
    );
  });

  test('survives JSON', () => {
    holds(fc.property(anyBytes, (bytes) => JSON.parse(JSON.stringify(fromBytes(bytes))) === fromBytes(bytes)));
  });

  test('is what any other program decodes, where the bytes are UTF-8', () => {
    holds(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => fromBytes(Buffer.from(text)) === Buffer.from(text).toString(),
      ),
    );
  });

  test('differs for different bytes', () => {
    holds(
      fc.property(
        anyBytes,
        anyBytes,
        (a, b) => (fromBytes(a) === fromBytes(b)) === Buffer.from(a).equals(Buffer.from(b)),
      ),
    );
  });

  test('is plain exactly where the bytes are UTF-8', () => {
    holds(
      fc.property(anyBytes, (bytes) => isPlainText(fromBytes(bytes)) === isValid(bytes)),
      { numRuns: 2000 },
    );
  });

  test.each(['💀.mp4', '🎞', 'e\u0301', '日本', '\u{1f480}\u{1f4ff}'])('is plain for %s', (text) => {
    expect(isPlainText(text)).toBe(true);
    expect(pathFields('path', text)).toEqual({ path: text });
  });
});

describe('R6: a printable name', () => {
  test('has no control characters, no line or direction marks and no lone surrogates, on one line', () => {
    holds(
      fc.property(fc.oneof(anyBytes.map(fromBytes), fc.string({ unit: 'binary' })), (name) => {
        const text = printable(name);
        expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(text).not.toMatch(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 2000 },
    );
  });

  test('shows bytes and controls as escapes and leaves ordinary text as it is', () => {
    expect(printable('a\u001b[31m\n\udcff\u202e.mp4')).toBe('a\\x1B[31m\\x0A\\xFF\\u{202E}.mp4');
    expect(printable('Überwachung 3 – 日本 💀.mp4')).toBe('Überwachung 3 – 日本 💀.mp4');
  });

  test('stands in JSON beside its exact bytes where it is not UTF-8', () => {
    expect(pathFields('path', 'a\udcff')).toEqual({
      path: 'a\\xFF',
      pathBase64: Buffer.from([0x61, 0xff]).toString('base64'),
    });
    holds(
      fc.property(anyBytes, (bytes) => Buffer.from(toBase64(fromBytes(bytes)), 'base64').equals(Buffer.from(bytes))),
    );
  });
});
