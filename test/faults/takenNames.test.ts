import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { expectFailed, expectNothingPartial, finalNames } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { copyWhile } from '../support/faults/copyWhile';
import { boundFolder, memoryFolder } from '../support/faults/mounts';
import { copying, runBounded } from '../support/faults/processes';
import { contentOf, KiB, makeFiles, sampleBytes } from '../support/faults/samples';
import { scratchFolder } from '../support/scratch';

// Rows 45 to 47, 64. Names at the destination that are taken, or lead back to the source: nothing that exists is lost.

test.for([
  { what: 'a link that leads nowhere', make: (path: string) => symlinkSync('nowhere', path) },
  { what: 'a link to a file', make: (path: string) => symlinkSync('other', path) },
])('row 45: $what under the final name is never written through', async ({ make }, context) => {
  need(context, 'mounts');
  const source = join(makeFiles(memoryFolder(), { 'single.bin': 1000 }), 'single.bin');
  for (const conflict of ['fail', 'skipIdentical', 'rename', 'overwrite']) {
    const to = memoryFolder();
    writeFileSync(join(to, 'other'), 'precious');
    make(join(to, 'single.bin'));
    const result = await runBounded(copying(source, to, '--conflict', conflict));
    expect(readFileSync(join(to, 'other'), 'utf8')).toBe('precious');
    expect(existsSync(join(to, 'nowhere'))).toBe(false);
    const isReplaced = conflict === 'overwrite';
    expect(lstatSync(join(to, 'single.bin')).isSymbolicLink(), conflict).toBe(!isReplaced);
    expect(result.status, conflict).toBe(conflict === 'fail' || conflict === 'skipIdentical' ? 1 : 0);
    if (conflict === 'rename') expect(existsSync(join(to, 'single (2).bin'))).toBe(true);
  }
});

test.for([
  { what: 'a file', make: (path: string) => writeFileSync(path, 'precious') },
  { what: 'a link', make: (path: string) => symlinkSync('precious', path) },
  { what: 'an empty folder', make: (path: string) => mkdirSync(path) },
  {
    what: 'a folder with something in it',
    make: (path: string) => makeFiles(path, { 'precious.txt': 10 }),
  },
])(
  'row 45: $what that takes the final name in mid-copy is left as it is, and the copy is kept',
  async ({ make }, context) => {
    need(context, 'mounts', 'fuse');
    const to = memoryFolder();
    const { result, source } = await copyWhile(() => void make(join(to, 'tree')), to);
    const twin = join(memoryFolder(), 'tree');
    make(twin);
    expect(result.status).toBe(1);
    const { stagingDir, failures } = jobSummary(result.stdout);
    expect(failures.length).toBeGreaterThan(0);
    expect(contentOf(join(to, 'tree'))).toEqual(contentOf(twin));
    expect(contentOf(join(stagingDir ?? '', 'payload', 'tree'))).toEqual(contentOf(join(source.backing, 'tree')));
  },
);

test('row 46: a file is never copied onto itself, nor onto a hard link of it', async () => {
  const root = scratchFolder();
  const source = join(makeFiles(join(root, 'from'), { 'single.bin': 1000 }), 'single.bin');
  const other = join(root, 'other');
  mkdirSync(other);
  linkSync(source, join(other, 'single.bin'));
  for (const conflict of ['fail', 'skipIdentical', 'overwrite']) {
    for (const to of [join(root, 'from'), other]) {
      const result = await runBounded(copying(source, to, '--conflict', conflict, '--no-records'));
      expect(result.status, conflict).toBe(1);
      expect(jobSummary(result.stdout).failures, conflict).toMatchObject([{ code: 'sameFile' }]);
      expect(readFileSync(source).equals(sampleBytes(1000, 1))).toBe(true);
      expect(readdirSync(to)).toEqual(['single.bin']);
    }
  }
});

test('row 46: a file below a merged folder that is a hard link of its source is left alone', async () => {
  const root = scratchFolder();
  const tree = join(makeFiles(join(root, 'from'), { 'tree/single.bin': 1000 }), 'tree');
  mkdirSync(join(root, 'to', 'tree'), { recursive: true });
  linkSync(join(tree, 'single.bin'), join(root, 'to', 'tree', 'single.bin'));
  const result = await runBounded(copying(tree, join(root, 'to'), '--conflict', 'overwrite', '--no-records'));
  expect(result.status).toBe(1);
  expect(jobSummary(result.stdout).failures).toMatchObject([{ code: 'sameFile' }]);
  expect(readFileSync(join(tree, 'single.bin')).equals(sampleBytes(1000, 1))).toBe(true);
});

test('row 47: a destination inside the source is found by device and inode, where no path shows it', async (context) => {
  need(context, 'mounts');
  const tree = join(makeFiles(memoryFolder(), { 'tree/sub/a.bin': 1000 }), 'tree');
  const hidden = boundFolder(join(tree, 'sub'));
  for (const to of [hidden, join(hidden, 'new'), join(tree, 'sub'), join(tree, 'sub', 'new'), tree]) {
    expectFailed(await runBounded(copying(tree, to)), join(tree, 'nothing'), 'destinationInsideSource');
    expect([...contentOf(tree).keys()]).toEqual(['', '/sub', '/sub/a.bin']);
  }
});

test('row 47: a source that is bound into the destination is no reason to refuse', async (context) => {
  need(context, 'mounts');
  const tree = join(makeFiles(memoryFolder(), { 'tree/a.bin': 1000 }), 'tree');
  const to = memoryFolder();
  symlinkSync(tree, join(to, 'elsewhere'));
  const result = await runBounded(copying(tree, to));
  expect(result.status).toBe(0);
  expect(readlinkSync(join(to, 'elsewhere'))).toBe(tree);
});

test('row 64: two copies of one tree to one place at once: one arrives whole, the other is told that it came second', async (context) => {
  need(context, 'mounts');
  const files = Array.from({ length: 40 }, (_, index) => [`tree/${index}.bin`, 50 * KiB] as const);
  const tree = join(makeFiles(memoryFolder(), Object.fromEntries(files)), 'tree');
  const to = memoryFolder();
  const results = await Promise.all([1, 2, 3].map(() => runBounded(copying(tree, to))));
  expect(results.map(({ status }) => status).sort()).toEqual([0, 1, 1]);
  for (const { stdout } of results.filter(({ status }) => status === 1)) {
    expect(jobSummary(stdout).failures.map(({ code }) => code)).toContain('destinationExists');
  }
  expectNothingPartial(to, [tree]);
  expect(finalNames(to)).toEqual(['tree']);
});
