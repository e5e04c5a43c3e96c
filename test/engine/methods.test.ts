import { execFileSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileSystem } from '../../src/engine/fs/fileSystem';
import { isWithin } from '../../src/engine/fs/names';
import type { ItemOutcome } from '../../src/engine/model/item/outcome';
import type { JobRequest } from '../../src/engine/model/job/job';
import { hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { link, makeTree, sparse, type TreeLiteral } from '../support/tree';
import { readTree } from '../support/treeDifferences';

const MiB = 1024 * 1024;

const TREE: TreeLiteral = {
  small: 'a few bytes',
  empty: '',
  medium: Buffer.alloc(2 * MiB + 5, 'evidence'),
  sparse: sparse(3 * MiB, { 1000000: 'x' }),
  link: link('small'),
  folder: { inside: 'y' },
};

/** What an outcome says, without times and speeds. */
function lasting({
  file,
  receipt: _,
  metadata: __,
  destination,
  source,
  ...outcome
}: ItemOutcome): Record<string, unknown> {
  if (file === undefined) return outcome;
  const { startedAt, endedAt, durationMs, bytesPerSecond, provedState, sourceState, method, ...facts } = file;
  const { sourceReads, destinationReads, readsSaved, ...same } = facts;
  return { ...outcome, ...same, proved: provedState?.size, seen: sourceState.ino };
}

test('E2: both methods give the same outcomes and digests, and the same bytes', async () => {
  const root = scratchFolder();
  makeTree(root, { source: TREE });
  const run = (out: string, choices: Partial<JobRequest>) =>
    runEngine(requestFor([join(root, 'source')], join(root, out), { ...choices, bufferSizeKB: 64 }));
  const reuse = await run('reuse', { useBufferReuse: true });
  const threePass = await run('three', { useBufferReuse: false });
  expect(threePass.outcomes.map(lasting)).toEqual(reuse.outcomes.map(lasting));
  expect(threePass.outcomes.map(({ file }) => file && Object.keys(file))).toEqual(
    reuse.outcomes.map(({ file }) => file && Object.keys(file)),
  );
  const contents = (out: string) => [...readTree(join(root, out, 'source'))].map(([path, { bytes }]) => [path, bytes]);
  expect(contents('three')).toEqual(contents('reuse'));
  expect(new Set(reuse.outcomes.map(({ file }) => file?.method))).toEqual(new Set([undefined, 'bufferReuse']));
  expect(new Set(threePass.outcomes.map(({ file }) => file?.method))).toEqual(new Set([undefined, 'threePass']));
});

test.each<[Partial<JobRequest>, { source: number; destination: number; saved: number; grade: string }]>([
  [{ verification: 'stream' }, { source: 1, destination: 0, saved: 2, grade: 'stream' }],
  [{ verification: 'readBack' }, { source: 1, destination: 1, saved: 1, grade: 'readBack' }],
  [
    { verification: 'stream', useBufferReuse: false },
    { source: 2, destination: 1, saved: 0, grade: 'readBack' },
  ],
  [
    { verification: 'readBack', useBufferReuse: false },
    { source: 2, destination: 1, saved: 0, grade: 'readBack' },
  ],
])('E1, E11: with %j the bytes that are read, counted at the file system, are %j passes', async (choices, passes) => {
  const root = scratchFolder();
  const size = 2 * MiB + 123;
  makeTree(root, { 'a file': Buffer.alloc(size, 'x') });
  const counter = byteCounter([join(root, 'a file'), join(root, 'out')]);
  const request = requestFor([join(root, 'a file')], join(root, 'out'), {
    ...choices,
    bufferSizeKB: 100,
    // What records read of their own working files is no pass over evidence.
    records: { write: false },
  });
  const { summary, outcomes } = await runEngine(request, { fs: counter.fs });
  expect(counter.read(join(root, 'a file'))).toBe(passes.source * size);
  expect(counter.read(join(root, 'out'))).toBe(passes.destination * size);
  expect(summary).toMatchObject({
    status: 'complete',
    grade: passes.grade,
    sourceReads: passes.source,
    destinationReads: passes.destination,
    readsSaved: passes.saved,
    bytes: size,
  });
  expect(outcomes[0]?.file).toMatchObject({ sourceReads: passes.source, destinationReads: passes.destination });
  expect(outcomes[0]?.file?.destinationDigests).toEqual(
    passes.destination === 0 ? undefined : outcomes[0]?.file?.sourceDigests,
  );
});

test('E4, E14: size classes change exactly at 1 MiB and at 100 MiB, and are counted', async () => {
  const root = scratchFolder();
  makeTree(root, {
    source: {
      a: sparse(MiB - 1, {}),
      b: sparse(MiB, {}),
      c: sparse(100 * MiB - 1, {}),
      d: sparse(100 * MiB, {}),
      e: '',
    },
  });
  const request = requestFor([join(root, 'source')], join(root, 'out'), { verification: 'stream' });
  const { summary, outcomes } = await runEngine(request);
  expect(summary.sizeClasses).toEqual({ small: 2, medium: 2, large: 1 });
  const classes = outcomes.flatMap(({ path, file }) => (file === undefined ? [] : [`${path} ${file.sizeClass}`]));
  expect(classes.sort()).toEqual([
    'source/a small',
    'source/b medium',
    'source/c medium',
    'source/d large',
    'source/e small',
  ]);
});

test('E1: every buffer that files are read into is used again for the next file', async () => {
  const root = scratchFolder();
  makeTree(root, { source: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, 'x'.repeat(1000 + i)])) });
  const memories = new Set<unknown>();
  const fs = hookedFileSystem({
    before: ({ kind, path, args }) => {
      if (kind === 'file.read' && isWithin(path, join(root, 'source'))) memories.add((args[0] as Uint8Array).buffer);
    },
  });
  await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
  expect(memories.size).toBe(1);
});

test('E5: short reads and short writes are followed up, with every method', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { ...TREE, medium: Buffer.alloc(MiB + 777, 'evidence') } });
  for (const choices of [{ useBufferReuse: true }, { useBufferReuse: false }]) {
    const out = join(root, `out ${choices.useBufferReuse}`);
    let short = 0;
    const fs = hookedFileSystem({
      most: ({ number }) => {
        short++;
        return 1 + ((number * 7919) % 50_000);
      },
    });
    const { summary } = await runEngine(requestFor([join(root, 'source')], out, choices), { fs });
    expect(summary).toMatchObject({ status: 'complete', grade: 'readBack' });
    expect(short).toBeGreaterThan(100);
    const wanted = readTree(join(root, 'source'));
    const got = readTree(join(out, 'source'));
    for (const [path, { bytes }] of wanted) expect(got.get(path)?.bytes.equals(bytes), path).toBe(true);
  }
});

test('E5: the data of every file are synced after their last write, before the file is read back', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'a', b: Buffer.alloc(2 * MiB, 'b') } });
  const calls: string[] = [];
  const fs = hookedFileSystem({
    before: ({ kind, path }) => {
      if (/payload/.test(path) && /^file\.(write|sync|read|truncate|setTimes)$/.test(kind)) {
        const call = `${kind.slice(5)} ${path.slice(-1)}`;
        if (calls.at(-1) !== call) calls.push(call);
      }
    },
  });
  await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
  const perFile = (name: string) => ['write', 'setTimes', 'sync', 'read'].map((call) => `${call} ${name}`);
  expect(calls.filter((call) => call.endsWith('a'))).toEqual(perFile('a'));
  expect(calls.filter((call) => call.endsWith('b'))).toEqual(perFile('b'));
});

test('E7: a time that Node cannot set exactly is on record: the wanted one and the one the copy has', async () => {
  const root = scratchFolder();
  makeTree(root, { 'a file': 'x' });
  execFileSync('touch', ['-d', '@1700000000.123456789', join(root, 'a file')]);
  const { outcomes } = await runEngine(requestFor([join(root, 'a file')], join(root, 'out')));
  const got = lstatSync(join(root, 'out', 'a file'), { bigint: true }).mtimeNs;
  expect(Math.abs(Number(got - 1_700_000_000_123_456_789n))).toBeLessThan(1000);
  expect(got).not.toBe(1_700_000_000_123_456_789n);
  expect(outcomes[0]?.receipt).toContainEqual({ field: 'mtime', wanted: '1700000000123456789', got: String(got) });
});

interface Counter {
  readonly fs: FileSystem;
  read(root: string): number;
}

/** Counts the bytes of payload that are read below each of the given paths. */
function byteCounter(roots: readonly string[]): Counter {
  const counts = new Map<string, number>(roots.map((root) => [root, 0]));
  const fs = hookedFileSystem({
    after: ({ kind, path }, result) => {
      if (kind !== 'file.read' || path.endsWith('.jsonl')) return;
      const root = roots.find((candidate) => isWithin(path, candidate));
      if (root !== undefined) counts.set(root, (counts.get(root) ?? 0) + Number(result));
    },
  });
  return { fs, read: (root) => counts.get(root) ?? 0 };
}
