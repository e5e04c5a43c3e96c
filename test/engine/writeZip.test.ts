import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';
import { writeZip, type ZipMember } from '../../src/engine/archive/writeZip';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { scratchFolder } from '../support/scratch';

afterEach(() => vi.unstubAllEnvs());

function* members(): IterableIterator<ZipMember> {
  for (const [name, mtimeNs] of [
    ['summer', 1_720_000_001_000_000_000n],
    ['first day of MS-DOS', 315_550_800_000_000_000n],
    ['before 1970', -5_000_000_000n],
  ] as const) {
    yield { name, mode: 0o644, mtimeNs, content: { size: 1, blocks: [Buffer.from('x')] } };
  }
  yield { name: 'folder/', mode: 0o755, mtimeNs: 1_720_000_001_000_000_000n };
}

async function bytesIn(zone: string): Promise<Buffer> {
  vi.stubEnv('TZ', zone);
  const path = scratchFolder();
  const folder = nodeFileSystem.openFolder(path);
  const file = folder.createFile('zip');
  try {
    await writeZip(members(), 'deflate', file, () => {});
  } finally {
    file.close();
    folder.close();
  }
  return readFileSync(join(path, 'zip'));
}

test('R4: a ZIP has the same bytes in every time zone', async () => {
  const here = await bytesIn('UTC');
  expect(here.length).toBeGreaterThan(300);
  for (const zone of ['America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati']) {
    expect((await bytesIn(zone)).equals(here), zone).toBe(true);
  }
});

/** Members that the ZIP is to forget, and what they and it have in memory before the first and after the last of them. */
function* countedMembers(inMemory: number[]): IterableIterator<ZipMember> {
  const content = Buffer.alloc(20_000, 'evidence');
  inMemory.push(bytesInMemory());
  for (let index = 0; index < MEMBERS; index++) {
    const blocks = [Buffer.from(content)];
    yield { name: `file ${index}`, mode: 0o644, mtimeNs: 0n, content: { size: content.length, blocks } };
  }
  inMemory.push(bytesInMemory());
}

const MEMBERS = 2_000;

function bytesInMemory(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  collectGarbage();
  // Array buffers are given back in the background; the next collection waits for that.
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test.each(['store', 'deflate'] as const)(
  'what is kept of a member until the end is less than 4 KB (%s)',
  async (zip) => {
    const folder = nodeFileSystem.openFolder(scratchFolder());
    const file = folder.createFile('zip');
    const inMemory: number[] = [];
    try {
      await writeZip(countedMembers(inMemory), zip, file, () => {});
    } finally {
      file.close();
      folder.close();
    }
    const [before = 0, after = 0] = inMemory;
    expect((after - before) / MEMBERS).toBeLessThan(4_000);
  },
);
