import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary } from '../support/cli';
import {
  expectFailed,
  expectJournal,
  expectNothingPartial,
  finalNames,
  stagingFolders,
} from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { type FaultFs, faultFs } from '../support/faults/faultfs/client';
import { memoryFolder } from '../support/faults/mounts';
import { endsOf } from '../support/faults/outcomes';
import { copying, runBounded } from '../support/faults/processes';
import { contentOf, KiB, MiB, makeFiles, makeSmallTree } from '../support/faults/samples';

// A destination that has no room, or says it has.

/** A tree whose second file is held back when half of it is read, so that room can vanish after preflight saw it. */
async function heldTree(): Promise<{ source: FaultFs; tree: string }> {
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': 2 * MiB, 'tree/big.bin': 12 * MiB, 'tree/z.bin': 100 });
  await source.setRules({ op: 'read', path: 'big.bin', from: 6 * MiB, times: 1, fault: { kind: 'hold' } });
  return { source, tree: join(source.folder, 'tree') };
}

/** Writes until nothing more fits. */
function fill(path: string): void {
  const file = openSync(path, 'wx');
  const block = Buffer.alloc(64 * KiB, 1);
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
}

test('row 1: a disk that fills up in mid-file fails the job, keeps the staging folder, and works when there is room', async (context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree } = await heldTree();
  const to = memoryFolder({ size: '24m' });
  const running = runBounded(copying(tree, to));
  await source.waitUntilHolding();
  fill(join(to, 'ballast'));
  await source.release();

  const result = await running;
  rmSync(join(to, 'ballast'));
  const { summary, failure } = expectFailed(result, to, 'noSpace');
  expect(failure.message).toMatch(/full/);
  expect(endsOf(result.stdout)).toMatchObject({ 'tree/big.bin': 'noSpace', 'tree/z.bin': 'jobStopped' });
  expect(stagingFolders(to)).toEqual([summary.stagingDir]);
  expectJournal(summary.stagingDir ?? '', [tree]);
  expect(existsSync(join(summary.stagingDir ?? '', 'payload', 'tree', 'big.bin'))).toBe(false);

  rmSync(join(summary.stagingDir ?? '', 'payload'), { recursive: true });
  const again = await runBounded(copying(tree, to));
  expect(again.status).toBe(0);
  expect(stagingFolders(to)).toEqual([summary.stagingDir]);
  expectNothingPartial(to, [tree]);
});

test.for([
  { code: 'ENOSPC', failure: 'noSpace' },
  { code: 'EDQUOT', failure: 'noSpace' },
  { code: 'EFBIG', failure: 'fileTooLarge' },
])('rows 2, 5: a short write, then $code', async ({ code, failure }, context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = join(makeFiles(memoryFolder(), { 'tree/a.bin': 100, 'tree/big.bin': 12 * MiB }), 'tree');
  const at = 5 * MiB + 123;
  await to.setRules({ op: 'write', path: 'big.bin', from: at, fault: { kind: 'error', code } });

  const result = await runBounded(copying(tree, to.folder));

  const told = expectFailed(result, to.folder, failure).failure;
  expect(endsOf(result.stdout)).toMatchObject({ 'tree/a.bin': 'jobStopped', 'tree/big.bin': failure });
  expect(told.message).not.toMatch(/unknown/);
  // No position is better than a wrong one.
  if (told.offset !== undefined) expect(told.offset).toBe(at);
  expect((await to.log()).filter(({ op, path }) => op === 'fsync' && path.endsWith('big.bin'))).toEqual([]);
});

test('row 3: a file system that promises too much is found out when it is full', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs({ size: '16m' });
  await to.setRules({ op: 'statfs', fault: { kind: 'space', freeBlocks: 10_000_000 } });
  const tree = join(makeFiles(memoryFolder(), { 'tree/big.bin': 24 * MiB }), 'tree');
  const result = await runBounded(copying(tree, to.folder));
  expectFailed(result, to.folder, 'noSpace');
  expect((await to.log()).some(({ op, path }) => op === 'write' && path.endsWith('big.bin'))).toBe(true);
});

test('row 3: a plan that exceeds what the file system reports is refused before anything is copied', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  await to.setRules({ op: 'statfs', fault: { kind: 'space', freeBlocks: 3 } });
  const tree = join(makeFiles(memoryFolder(), { 'tree/big.bin': 24 * MiB }), 'tree');
  const result = await runBounded(copying(tree, to.folder));
  const { summary, failure } = expectFailed(result, to.folder, 'noSpace');
  expect(failure.message).toMatch(/needs 2\d.* MiB|needs 2\d.* MB/);
  expect(summary.stagingDir).toBeNull();
  expect([...contentOf(to.backing).keys()]).toEqual(['']);
});

test('row 4: too few inodes are found before anything is copied, and called by their name', async (context) => {
  need(context, 'mounts');
  const to = memoryFolder({ inodes: 40 });
  const files = Array.from({ length: 60 }, (_, index) => [`tree/${index}.txt`, 10] as const);
  const tree = join(makeFiles(memoryFolder(), Object.fromEntries(files)), 'tree');
  const result = await runBounded(copying(tree, to));
  const { failure } = expectFailed(result, to, 'noSpace');
  expect(failure.message).toMatch(/inodes/);
  expect([...contentOf(to).keys()]).toEqual(['']);
});

test('row 4: inodes that run out while copying are called by their name too', async (context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree } = await heldTree();
  const to = memoryFolder({ size: '64m', inodes: 60 });
  const running = runBounded(copying(tree, to));
  await source.waitUntilHolding();
  expect(() => {
    for (let index = 0; ; index++) writeFileSync(join(to, `ballast-${index}`), '');
  }).toThrow('ENOSPC');
  await source.release();
  const result = await running;
  for (const name of finalNames(to).filter((each) => each.startsWith('ballast-'))) rmSync(join(to, name));
  const { failure } = expectFailed(result, to, 'noSpace');
  expect(failure.message).toMatch(/inodes/);
});

test.for([
  { code: 'EDQUOT', skip: 0, what: 'read' },
  { code: 'EDQUOT', skip: 1, what: 'written' },
  { code: 'EIO', skip: 1, what: 'written' },
])('row 8: $code when a copy is closed that was $what fails it', async ({ code, skip }, context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  await to.setRules({ op: 'flush', path: 'sub/large.bin', skip, fault: { kind: 'error', code } });
  const result = await runBounded(copying(tree, to.folder));
  expectFailed(result, to.folder, code === 'EIO' ? 'writeError' : 'noSpace');
  expect((await to.log()).filter(({ op, error }) => op === 'flush' && error !== undefined)).not.toEqual([]);
});

test.for(['plan.jsonl', 'ledger.jsonl'])("row 9: no room for the job's own %s stops it", async (name, context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  await to.setRules({ op: 'write', path: name, fault: { kind: 'error', code: 'ENOSPC' } });
  expectFailed(await runBounded(copying(tree, to.folder)), to.folder, 'noSpace');
});

test('row 9: no room for the first line of the journal: the job was never begun', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  await to.setRules({ op: 'write', path: 'journal.jsonl', fault: { kind: 'error', code: 'ENOSPC' } });
  const { summary } = expectFailed(await runBounded(copying(tree, to.folder)), to.folder, 'noSpace');
  expect(summary.stagingDir).toBeNull();
  expect([...contentOf(to.backing).keys()]).toEqual(['']);
});

test.for(['report.json', 'manifest-sha256.txt'])(
  'row 10: no room for %s fails the job; what arrived is whole, half a record is none',
  async (name, context) => {
    need(context, 'mounts', 'fuse');
    const to = await faultFs();
    const tree = makeSmallTree(join(memoryFolder(), 'tree'));
    await to.setRules({ op: 'write', path: name, fault: { kind: 'error', code: 'ENOSPC' } });
    const result = await runBounded(copying(tree, to.folder));
    expect(result.status).toBe(1);
    const summary = jobSummary(result.stdout);
    expect(summary).toMatchObject({ status: 'failed', recordsDir: null, failures: [{ code: 'noSpace' }] });
    expectNothingPartial(to.folder, [tree]);
    expect([...contentOf(to.backing).keys()].filter((path) => path.includes(name))).toEqual([]);
  },
);

test('row 11: a limit on the size of files is a failure of its own, and no signal kills the copy', async (context) => {
  need(context, 'prlimit', 'mounts');
  const to = memoryFolder();
  const tree = join(makeFiles(memoryFolder(), { 'tree/a.bin': 100, 'tree/big.bin': 5 * MiB }), 'tree');
  const result = await runBounded(copying(tree, to), { under: ['prlimit', '--fsize=3000000'] });
  const { failure } = expectFailed(result, to, 'fileTooLarge');
  expect(failure.message).not.toMatch(/unknown/);
});

test('row 12: few descriptors are enough for a deep tree; too few are a failure of its own', async (context) => {
  need(context, 'prlimit', 'mounts');
  const depth = (levels: number) => `${'d/'.repeat(levels)}file.bin`;
  const tree = join(makeFiles(memoryFolder(), { [`tree/${depth(6)}`]: 2 * MiB }), 'tree');
  const deep = join(makeFiles(memoryFolder(), { [`deep/${depth(60)}`]: 2 * MiB }), 'deep');
  const to = memoryFolder();
  const under = ['prlimit', '--nofile=64:64'];
  const good = await runBounded(copying(tree, to), { under });
  expect(good.status, good.stdout).toBe(0);
  expectNothingPartial(to, [tree]);
  const other = memoryFolder();
  const bad = await runBounded(copying(deep, other), { under });
  expect(bad.status).toBe(1);
  expect(jobSummary(bad.stdout).failures.map(({ code }) => code)).toContain('tooManyOpenFiles');
  expect(finalNames(other)).not.toContain('deep');
});

test('the journal of a job that failed for want of room tells why', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  await to.setRules({ op: 'write', path: 'sub/large.bin', fault: { kind: 'error', code: 'ENOSPC' } });
  const { summary } = expectFailed(await runBounded(copying(tree, to.folder)), to.folder, 'noSpace');
  const lines = readFileSync(join(summary.stagingDir ?? '', 'journal.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ event: 'stopped', failure: { code: 'noSpace' } });
});
