import {
  appendFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { finalNames } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { runCommand } from '../support/faults/commands';
import { faultFs } from '../support/faults/faultfs/client';
import { memoryFolder } from '../support/faults/mounts';
import { endsOf } from '../support/faults/outcomes';
import { copying, runBounded } from '../support/faults/processes';
import { contentOf, MiB, makeFiles, sampleBytes } from '../support/faults/samples';

// A source that changes while it is copied fails as `sourceChanged`. The file system of the source holds back one read,
// the test changes the file behind it, and lets go: no race, no luck.

const SIZE = 3 * MiB;

function rewriteInPlace(path: string): void {
  const { atime, mtime } = statSync(path);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.from('other'), 0, 5, 100);
  utimesSync(path, atime, mtime);
}

function replaceByTwin(path: string): void {
  const { atime, mtime } = statSync(path);
  writeFileSync(`${path}.twin`, readFileSync(path));
  utimesSync(`${path}.twin`, atime, mtime);
  renameSync(`${path}.twin`, path);
}

const CHANGES: readonly { what: string; change(path: string): void }[] = [
  { what: 'row 38: rewritten in place, mtime restored', change: rewriteInPlace },
  { what: 'row 40: truncated', change: (path) => truncateSync(path, SIZE / 2) },
  { what: 'row 41: appended to', change: (path) => appendFileSync(path, 'more') },
  { what: 'row 42: replaced by a twin of the same content and mtime', change: replaceByTwin },
  { what: 'row 43: removed', change: (path) => rmSync(path) },
];

const REPLACEMENTS: typeof CHANGES = [
  ...CHANGES,
  {
    what: 'replaced by a link to a twin',
    change: (path) => {
      renameSync(path, `${path}.twin`);
      symlinkSync(`${path}.twin`, path);
    },
  },
  {
    what: 'replaced by a FIFO',
    change: (path) => {
      rmSync(path);
      runCommand('mkfifo', path);
    },
  },
  {
    what: 'replaced by a folder',
    change: (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  },
];

/** Copies a tree and changes one file of it while a read of `held` waits. */
async function copyWhile(held: string, from: number, change: (path: string) => void) {
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': SIZE, 'tree/changing.bin': SIZE });
  const to = memoryFolder();
  await source.setRules({ op: 'read', path: held, from, times: 1, fault: { kind: 'hold' } });
  const running = runBounded(copying(join(source.folder, 'tree'), to));
  await source.waitUntilHolding();
  change(join(source.backing, 'tree', 'changing.bin'));
  await source.release();
  return { result: await running, to, path: join(source.folder, 'tree', 'changing.bin') };
}

test.for(CHANGES)('while it is read: $what', async ({ change }, context) => {
  need(context, 'mounts', 'fuse');
  const { result, to, path } = await copyWhile('changing.bin', 2 * MiB, change);
  expect(result.status).toBe(1);
  const { status, failures } = jobSummary(result.stdout);
  expect(status).toBe('incomplete');
  expect(failures).toMatchObject([{ code: 'sourceChanged', path }]);
  expect([...contentOf(join(to, 'tree (INCOMPLETE)')).keys()]).toEqual(['', '/a.bin']);
});

test.for(REPLACEMENTS)('between plan and copy: $what', async ({ change }, context) => {
  need(context, 'mounts', 'fuse');
  const { result, to } = await copyWhile('a.bin', 0, change);
  expect(result.status).toBe(1);
  expect(endsOf(result.stdout)).toMatchObject({ 'tree/a.bin': 'copied', 'tree/changing.bin': 'sourceChanged' });
  expect([...contentOf(join(to, 'tree (INCOMPLETE)')).keys()]).toEqual(['', '/a.bin']);
});

test('the record of a changed source tells both states', async (context) => {
  need(context, 'mounts', 'fuse');
  const { result } = await copyWhile('changing.bin', 2 * MiB, (path) => appendFileSync(path, 'more'));
  const { recordsDir } = jobSummary(result.stdout);
  const report = readFileSync(join(recordsDir ?? '', 'report.json'), 'utf8');
  expect(report.includes(String(SIZE)), 'the state before').toBe(true);
  expect(report.includes(String(SIZE + 4)), 'the state after').toBe(true);
});

test('a folder that was replaced by a link is not followed, and nothing of it is copied', async (context) => {
  need(context, 'mounts', 'fuse');
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': SIZE, 'tree/sub/b.bin': 10, 'elsewhere/b.bin': 20 });
  writeFileSync(join(source.backing, 'elsewhere', 'b.bin'), sampleBytes(10, 3));
  const to = memoryFolder();
  await source.setRules({ op: 'read', path: 'a.bin', times: 1, fault: { kind: 'hold' } });
  const running = runBounded(copying(join(source.folder, 'tree'), to));
  await source.waitUntilHolding();
  renameSync(join(source.backing, 'tree', 'sub'), join(source.backing, 'away'));
  symlinkSync('../elsewhere', join(source.backing, 'tree', 'sub'));
  await source.release();
  const { stdout } = await running;
  expect(endsOf(stdout)).toMatchObject({ 'tree/a.bin': 'copied', 'tree/sub/b.bin': 'sourceChanged' });
  expect(finalNames(to)).toEqual(['tree (INCOMPLETE)']);
  expect([...contentOf(join(to, 'tree (INCOMPLETE)')).keys()]).toEqual(['', '/a.bin']);
});
