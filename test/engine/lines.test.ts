import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenFile } from '../../src/engine/fs/fileSystem';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { writeFully, writeSparsely } from '../../src/engine/fs/writeFully';
import { LineWriter } from '../../src/engine/lines/lineWriter';
import { readLines } from '../../src/engine/lines/readLines';
import { holds } from '../support/property';
import { scratchFolder } from '../support/scratch';

/** A file in memory that moves as many bytes in each call as `most` says next; the last size is used again. */
class MemoryFile implements Pick<OpenFile, 'read' | 'write' | 'sync' | 'close'> {
  bytes = Buffer.alloc(0);
  #call = 0;

  constructor(private readonly most: readonly number[]) {}

  read(buffer: Uint8Array, length: number, position: number): number {
    const count = Math.min(length, this.#next());
    const part = this.bytes.subarray(position, position + count);
    buffer.set(part);
    return part.length;
  }

  write(buffer: Uint8Array, offset: number, length: number, position: number): number {
    const count = Math.min(length, this.#next());
    const end = Math.max(this.bytes.length, position + count);
    const grown = Buffer.alloc(end);
    this.bytes.copy(grown);
    grown.set(buffer.subarray(offset, offset + count), position);
    this.bytes = grown;
    return count;
  }

  sync(): void {}
  close(): void {}

  #next(): number {
    return this.most[Math.min(this.#call++, this.most.length - 1)] ?? 1;
  }
}

const open = (file: MemoryFile) => file as unknown as OpenFile;
const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 30 });
const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\n', ''));

test('lines come back as they were written, however reads and writes are cut', () => {
  holds(
    fc.property(fc.array(line, { maxLength: 20 }), sizes, (lines, most) => {
      const file = new MemoryFile(most);
      const writer = new LineWriter(open(file));
      for (const text of lines) writer.write(`${text}\n`);
      writer.sync();
      writer.close();
      expect([...readLines(open(file))]).toEqual(lines);
    }),
  );
});

test('a last line without a line feed was torn and is not given', () => {
  holds(
    fc.property(fc.array(line, { maxLength: 5 }), line, sizes, (lines, torn, most) => {
      const file = new MemoryFile(most);
      file.bytes = Buffer.from(lines.map((text) => `${text}\n`).join('') + torn);
      expect([...readLines(open(file))]).toEqual(lines);
    }),
  );
});

test('lines longer than any buffer, and more of them than fit into one, come back too', () => {
  const folder = nodeFileSystem.openFolder(scratchFolder());
  const lines = [
    'x'.repeat(700_000),
    ...Array.from({ length: 30_000 }, (_, index) => `line ${index} é`),
    'y'.repeat(300_000),
  ];
  const writer = new LineWriter(folder.createFile('lines'));
  for (const text of lines) writer.write(`${text}\n`);
  writer.sync();
  writer.close();
  const file = folder.openFile('lines');
  expect([...readLines(file)]).toEqual(lines);
  file.close();
  folder.close();
});

test('names are written byte for byte, in UTF-8 or not', () => {
  const file = new MemoryFile([]);
  const writer = new LineWriter(open(file));
  writer.writeNames('é\n');
  writer.writeNames('\udcff\udc80 é\n');
  writer.flush();
  expect(file.bytes).toEqual(Buffer.concat([Buffer.from('é\n'), Buffer.from([0xff, 0x80]), Buffer.from(' é\n')]));
});

test('E5: all bytes are written however short the writes are, and nothing else', () => {
  holds(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(20), fc.nat(20), sizes, (bytes, before, position, most) => {
      const file = new MemoryFile(most);
      const buffer = Buffer.concat([Buffer.alloc(before, 0xee), bytes, Buffer.alloc(7, 0xee)]);
      writeFully(open(file), buffer, before, bytes.length, position);
      expect(file.bytes.subarray(position)).toEqual(Buffer.from(bytes.length === 0 ? [] : bytes));
    }),
  );
});

test('E5: a write of nothing is an error, not a loop without end', () => {
  const file = { write: () => 0, path: '/x' } as unknown as OpenFile;
  expect(() => writeFully(file, Buffer.from('x'), 0, 1, 0)).toThrow(expect.objectContaining({ code: 'EIO' }));
});

test('E8: only pages with content are written, and the file is the same', () => {
  const page = fc.constantFrom('zero', 'full', 'one byte', 'last byte');
  holds(
    fc.property(fc.array(page, { maxLength: 8 }), fc.integer({ min: 0, max: 4096 }), (pages, tail) => {
      const content = Buffer.concat([...pages.map(pageOf), Buffer.alloc(tail, tail % 2 === 0 ? 0 : 1)]);
      const root = scratch();
      const folder = nodeFileSystem.openFolder(root);
      const file = folder.createFile('f');
      let written = 0;
      const counting = new Proxy(file, {
        get: (target, key) => {
          if (key !== 'write') return Reflect.get(target, key);
          return (...args: Parameters<OpenFile['write']>) => {
            written += args[2];
            return target.write(...args);
          };
        },
      });
      writeSparsely(counting, content, content.length, 0);
      file.truncate(content.length);
      file.close();
      expect(readFileSync(join(root, 'f')).equals(content)).toBe(true);
      folder.removeFile('f');
      folder.close();
      const occupied = pages.filter((kind) => kind !== 'zero').length * 4096 + (tail % 2 === 0 ? 0 : tail);
      expect(written).toBe(occupied);
    }),
    { numRuns: 60 },
  );
});

let made: string | undefined;
function scratch(): string {
  made ??= scratchFolder();
  return made;
}

function pageOf(kind: string): Buffer {
  const bytes = Buffer.alloc(4096, kind === 'full' ? 7 : 0);
  if (kind === 'one byte') bytes[100] = 1;
  if (kind === 'last byte') bytes[4095] = 1;
  return bytes;
}
