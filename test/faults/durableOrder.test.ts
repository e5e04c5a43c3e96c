import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { type FaultFs, faultFs } from '../support/faults/faultfs/client';
import type { LoggedOperation } from '../support/faults/faultfs/rules';
import { memoryFolder } from '../support/faults/mounts';
import { copying, runBounded } from '../support/faults/processes';
import { KiB, makeFiles, makeSmallTree } from '../support/faults/samples';

// Section 6 of the order of durable steps: the destination itself tells what reached it, and when.

type Pattern = Partial<Pick<LoggedOperation, 'op'>> & { path?: string | RegExp; to?: string };

function matches(operation: LoggedOperation, { op, path, to }: Pattern): boolean {
  if (op !== undefined && operation.op !== op) return false;
  if (to !== undefined && operation.to !== to) return false;
  if (typeof path === 'string') return operation.path === path;
  return path === undefined || path.test(operation.path);
}

class Log {
  constructor(private readonly operations: readonly LoggedOperation[]) {}

  /** Place of the first operation that matches, after another place. It must be there. */
  first(pattern: Pattern, after = -1): number {
    const index = this.operations.findIndex((operation, at) => at > after && matches(operation, pattern));
    expect(index, `${JSON.stringify(pattern)} ${String(pattern.path)} after ${after}`).toBeGreaterThan(after);
    return index;
  }

  /** Place of the last operation that matches. It must be there. */
  last(pattern: Pattern): number {
    const index = this.operations.findLastIndex((operation) => matches(operation, pattern));
    expect(index, JSON.stringify(pattern)).toBeGreaterThanOrEqual(0);
    return index;
  }

  /** All operations with their places. */
  entries(): IterableIterator<[number, LoggedOperation]> {
    return this.operations.entries();
  }

  count(pattern: Pattern): number {
    return this.operations.filter((operation) => matches(operation, pattern)).length;
  }
}

async function copyTo(to: FaultFs, source: string, ...more: string[]): Promise<Log> {
  const result = await runBounded(copying(source, to.folder, ...more));
  expect(result.status, result.stdout).toBe(0);
  expect(stagingFolders(to.folder)).toEqual([]);
  return new Log(await to.log());
}

const STAGED_FILE = /^INCOMPLETE-[^/]+\/payload\/single\.bin$/;
const STAGED_TREE = /^INCOMPLETE-[^/]+\/payload\/tree$/;
const CUSTODY = /custody\.jsonl$/;

test.for([
  { how: 'a small file', size: 100 * KiB, more: [] },
  { how: 'a large file', size: 3000 * KiB, more: [] },
  { how: 'three passes', size: 3000 * KiB, more: ['--no-use-buffer-reuse'] },
])(
  'a file, $how: last write, fsync once, read back, final name, fsync of the folder, staging gone',
  async ({ size, more }, context) => {
    need(context, 'mounts', 'fuse');
    const to = await faultFs();
    const log = await copyTo(to, join(makeFiles(memoryFolder(), { 'single.bin': size }), 'single.bin'), ...more);
    const written = log.last({ op: 'write', path: STAGED_FILE });
    const synced = log.first({ op: 'fsync', path: STAGED_FILE });
    const readBack = log.first({ op: 'read', path: STAGED_FILE });
    const published = log.first({ op: 'link', to: 'single.bin' });
    const folderSynced = log.first({ op: 'fsyncdir', path: '' }, published);
    const stagingRemoved = log.first({ op: 'rmdir', path: /^\.?INCOMPLETE-[^/]+\/payload$/ });
    expect(log.count({ op: 'fsync', path: STAGED_FILE })).toBe(1);
    expect([written, synced, readBack, published, folderSynced, stagingRemoved]).toEqual(
      [written, synced, readBack, published, folderSynced, stagingRemoved].toSorted((a, b) => a - b),
    );
    // Nobody else gave the name away, and nobody wrote behind it.
    expect(log.count({ op: 'create', path: 'single.bin' }) + log.count({ op: 'write', path: 'single.bin' })).toBe(0);
  },
);

test('row 36: a tree, every file and every folder is durable before the tree has its name', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const log = await copyTo(to, makeSmallTree(join(memoryFolder(), 'tree')));
  const published = log.last({ op: 'rename', to: 'tree' });
  const payload = (name: string) => new RegExp(`^INCOMPLETE-[^/]+/payload/tree${name}$`);
  for (const file of ['/a.bin', '/empty.txt', '/sub/large.bin', '/sub/z.txt']) {
    const synced = log.first({ op: 'fsync', path: payload(file) });
    expect(synced).toBeLessThan(published);
    if (file !== '/empty.txt') expect(log.last({ op: 'write', path: payload(file) })).toBeLessThan(synced);
  }
  for (const folder of ['', '/sub', '/sub/nothing']) {
    expect(log.first({ op: 'fsyncdir', path: payload(folder) })).toBeLessThan(published);
  }
  // By publishing itself, not by something that comes later and happens to do it.
  const folderSynced = log.first({ op: 'fsyncdir', path: '' }, published);
  expect(folderSynced).toBeLessThan(log.first({ op: 'create', path: /^evidence-records\// }));
  expect(log.count({ op: 'rename', path: STAGED_TREE })).toBe(1);
});

test('many small files on several threads: each is durable, once and after its last write, before the ledger counts it', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const files = Object.fromEntries(Array.from({ length: 1040 }, (_, index) => [`many/${index % 40}/${index}.bin`, 20]));
  const log = await copyTo(to, join(makeFiles(memoryFolder(), files), 'many'), '--lanes', '3');
  const last = { write: new Map<string, number>(), fsync: new Map<string, number>() };
  let fsyncs = 0;
  for (const [at, { op, path }] of log.entries()) {
    if (!/^INCOMPLETE-[^/]+\/payload\/many\/.*\.bin$/.test(path) || (op !== 'write' && op !== 'fsync')) continue;
    last[op].set(path, at);
    if (op === 'fsync') fsyncs++;
  }
  expect([fsyncs, last.fsync.size, last.write.size]).toEqual([1040, 1040, 1040]);
  expect([...last.fsync].filter(([path, at]) => at < (last.write.get(path) ?? Number.POSITIVE_INFINITY))).toEqual([]);
  expect(Math.max(...last.fsync.values())).toBeLessThan(log.last({ op: 'fsync', path: /ledger\.jsonl$/ }));
});

test('into a folder that exists: each file is durable before it has its name, and its folder afterwards', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  makeFiles(to.backing, { 'tree/sub/old.bin': 10, 'tree/old.bin': 20 });
  const files = { 'tree/sub/new.bin': 100, 'tree/old.bin': 30 };
  const log = await copyTo(to, join(makeFiles(memoryFolder(), files), 'tree'), '--conflict', 'overwrite');
  const linked = log.first({ op: 'link', to: 'tree/sub/new.bin' });
  const replaced = log.first({ op: 'rename', to: 'tree/old.bin' });
  expect(log.first({ op: 'fsync', path: /payload\/tree\/sub\/new\.bin$/ })).toBeLessThan(linked);
  expect(log.first({ op: 'fsync', path: /payload\/tree\/old\.bin$/ })).toBeLessThan(replaced);
  const records = log.first({ op: 'create', path: /^evidence-records\// });
  expect(log.first({ op: 'fsyncdir', path: 'tree/sub' }, linked)).toBeLessThan(records);
  expect(log.first({ op: 'fsyncdir', path: 'tree' }, replaced)).toBeLessThan(records);
});

test('the staging folder has its name only when it holds a durable custody log', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const log = await copyTo(to, join(makeFiles(memoryFolder(), { 'single.bin': 10 }), 'single.bin'));
  const written = log.first({ op: 'write', path: CUSTODY });
  const synced = log.first({ op: 'fsync', path: CUSTODY }, written);
  const unbornSynced = log.first({ op: 'fsyncdir', path: /\.new$/ }, synced);
  const named = log.first({ op: 'rename', path: /^\.INCOMPLETE-[^/]+\.new$/ }, unbornSynced);
  const folderSynced = log.first({ op: 'fsyncdir', path: '' }, named);
  expect(log.first({ op: 'create', path: STAGED_FILE })).toBeGreaterThan(folderSynced);
  expect(log.first({ op: 'rename' })).toBe(named);
});

test('the plan is frozen and durable before the first byte is written', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const log = await copyTo(to, join(makeFiles(memoryFolder(), { 'single.bin': 10 }), 'single.bin'));
  const frozen = log.first({ op: 'fsync', path: /plan\.jsonl$/ });
  expect(log.last({ op: 'write', path: /plan\.jsonl$/ })).toBeLessThan(frozen);
  expect(frozen).toBeLessThan(log.first({ op: 'create', path: STAGED_FILE }));
});

test('the records have their name when they are whole and durable, and stay readable by their maker alone until then', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const log = await copyTo(to, join(makeFiles(memoryFolder(), { 'single.bin': 10 }), 'single.bin'));
  const named = log.first({ op: 'rename', path: /^evidence-records\/\..*\.new$/ });
  for (const name of ['report.json', 'manifest-sha256.txt']) {
    const path = new RegExp(`^evidence-records/.*${name}$`);
    const synced = log.first({ op: 'fsync', path });
    expect(log.last({ op: 'write', path })).toBeLessThan(synced);
    expect(synced).toBeLessThan(named);
  }
  log.first({ op: 'fsyncdir', path: 'evidence-records' }, named);
  expect(log.first({ op: 'link', to: 'single.bin' })).toBeLessThan(named);
});
