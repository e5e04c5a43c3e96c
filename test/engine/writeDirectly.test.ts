import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenFile } from '../../src/engine/fs/fileSystem';
import { SystemError } from '../../src/engine/fs/systemError';
import { writeDirectly } from '../../src/engine/fs/writeFully';
import { holds } from '../support/property';

const PAGE = 4096;

/** A file that takes whole pages at whole pages only, and of each call at most as many bytes as `most` gives next. */
function pagedFile(most: () => number): { file: OpenFile; content: Buffer; calls: () => number } {
  const content = Buffer.alloc(16 * PAGE, 255);
  let calls = 0;
  const write = (buffer: Uint8Array, offset: number, length: number, position: number) => {
    calls++;
    for (const value of [buffer.byteOffset + offset, length, position]) expect(value % PAGE).toBe(0);
    const count = Math.min(length, most());
    content.set(buffer.subarray(offset, offset + count), position);
    return count;
  };
  return { file: { path: '/copy', write } as unknown as OpenFile, content, calls: () => calls };
}

test('E5: past the cache short counts are followed up by whole pages, and the rest of the last page is zeros', () => {
  const lengths = fc.integer({ min: 1, max: 8 * PAGE });
  const counts = fc.array(fc.integer({ min: PAGE, max: 3 * PAGE }), { minLength: 1 });
  holds(
    fc.property(lengths, counts, (length, short) => {
      let next = 0;
      const { file, content } = pagedFile(() => short[next++ % short.length] ?? PAGE);
      const buffer = new Uint8Array(new ArrayBuffer(8 * PAGE)).fill(7);
      writeDirectly(file, buffer, length, 2 * PAGE);
      const whole = Math.ceil(length / PAGE) * PAGE;
      expect(content.subarray(2 * PAGE, 2 * PAGE + length)).toEqual(Buffer.alloc(length, 7));
      expect(content.subarray(2 * PAGE + length, 2 * PAGE + whole)).toEqual(Buffer.alloc(whole - length));
      expect(content.subarray(2 * PAGE + whole)).toEqual(Buffer.alloc(content.length - 2 * PAGE - whole, 255));
    }),
  );
});

test('E5: a file that takes no whole page any more ends in an error with its place, not in a loop', () => {
  const { file, calls } = pagedFile(() => 100);
  const write = () => writeDirectly(file, new Uint8Array(PAGE), PAGE, 3 * PAGE);
  expect(write).toThrow(SystemError);
  expect(write).toThrow(expect.objectContaining({ offset: 3 * PAGE }));
  expect(calls()).toBe(4);
});
