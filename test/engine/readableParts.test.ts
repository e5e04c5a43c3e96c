import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SystemError } from '../../src/engine/fs/systemError';
import { type ReadableFile, ReadableParts, SECTOR } from '../../src/engine/reading/readableParts';
import { readThrough } from '../../src/engine/reading/readThrough';
import { holds } from '../support/property';

/** A medium some bytes of which cannot be read: a reading stops before them, or fails as a whole. */
function damaged(content: Uint8Array, bad: ReadonlySet<number>, stopsBefore: boolean): ReadableFile {
  return {
    read(buffer, length, position) {
      const end = Math.min(position + length, content.length);
      let at = position;
      while (at < end && !bad.has(at)) at++;
      if (at < end && (at === position || !stopsBefore)) throw new SystemError('EIO', 'read', '/x', 'EIO');
      buffer.set(content.subarray(position, at));
      return Math.max(0, at - position);
    },
  };
}

async function readAll(parts: ReadableParts, size: number, bufferSize: number): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  const context = { checkpoint: () => {}, advance: () => {} };
  const nextBuffer = async () => new Uint8Array(bufferSize);
  const rethrow = (error: unknown) => {
    throw error;
  };
  await readThrough(parts, size, nextBuffer, (chunk) => read.push(chunk.slice()), rethrow, context);
  return Buffer.concat(read);
}

const media = fc.record({
  size: fc.integer({ min: 1, max: 20_000 }),
  bad: fc.array(fc.record({ from: fc.integer({ min: 0, max: 20_000 }), length: fc.integer({ min: 1, max: 3000 }) }), {
    minLength: 1,
    maxLength: 5,
  }),
  bufferSize: fc.constantFrom(512, 700, 4096, 8192, 65_536),
  stopsBefore: fc.boolean(),
});

test('of any damaged medium all is read but the sectors that hold a bad byte, which are zeros and listed', async () => {
  await fc.assert(
    fc.asyncProperty(media, async ({ size, bad, bufferSize, stopsBefore }) => {
      const content = Uint8Array.from({ length: size }, (_, index) => 1 + (index % 251));
      const badBytes = new Set<number>();
      for (const { from, length } of bad)
        for (let at = from; at < Math.min(from + length, size); at++) badBytes.add(at);
      const parts = new ReadableParts(damaged(content, badBytes, stopsBefore), size, () => {});
      const first = await readAll(parts, size, bufferSize);
      const listed = new Set<number>();
      let end = -1;
      for (const range of parts.unreadable) {
        expect(range.offset).toBeGreaterThan(end);
        expect(range.length).toBeGreaterThan(0);
        end = range.offset + range.length;
        for (let at = range.offset; at < end; at++) listed.add(at);
      }
      expect(end).toBeLessThanOrEqual(size);
      const badSectors = new Set([...badBytes].map((at) => Math.floor(at / SECTOR)));
      expect([...listed].filter((at) => !badSectors.has(Math.floor(at / SECTOR)))).toEqual([]);
      expect([...badBytes].filter((at) => !listed.has(at))).toEqual([]);
      const expected = Buffer.from(content.map((byte, at) => (listed.has(at) ? 0 : byte)));
      expect(expected.equals(first)).toBe(true);
      expect(expected.equals(await readAll(parts, size, bufferSize))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('a bad sector of a large buffer takes few readings, and so do a thousand in a row', () => {
  holds(
    fc.property(fc.integer({ min: 0, max: 2047 }), fc.constantFrom(1, 1000), (sector, count) => {
      const size = 1024 * 1024;
      let readings = 0;
      const bad = { from: sector * SECTOR, end: (sector + count) * SECTOR };
      const medium: ReadableFile = {
        read(_, length, position) {
          readings++;
          const end = Math.min(position + length, size);
          if (position < bad.end && end > bad.from) throw new SystemError('EIO', 'read', '/x', 'EIO');
          return end - position;
        },
      };
      const parts = new ReadableParts(medium, size, () => {});
      const buffer = new Uint8Array(size);
      for (let at = 0; at < size; ) at += parts.read(buffer, size - at, at);
      expect(parts.unreadable).toEqual([{ offset: bad.from, length: Math.min(bad.end, size) - bad.from }]);
      expect(readings).toBeLessThan(count + 150);
    }),
    { numRuns: 50 },
  );
});

test.each(['ENODEV', 'EACCES', 'EUCLEAN'])('%s is no bad sector: it is thrown', (code) => {
  const gone: ReadableFile = {
    read() {
      throw new SystemError(code, 'read', '/x', code);
    },
  };
  expect(() => new ReadableParts(gone, 4096, () => {}).read(new Uint8Array(4096), 4096, 0)).toThrow(SystemError);
});
