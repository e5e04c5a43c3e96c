import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchOutput, writeJobFile } from '../support/batch';
import { jobSummary } from '../support/cli';
import {
  expectCustodyLog,
  expectFailed,
  expectNothingPartial,
  finalNames,
  stagingFolders,
} from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { type FaultFs, faultFs } from '../support/faults/faultfs/client';
import { fillDisk } from '../support/faults/fillDisk';
import { memoryFolder } from '../support/faults/mounts';
import { endsOf } from '../support/faults/outcomes';
import { copying, runBounded } from '../support/faults/processes';
import { contentOf, MiB, makeFiles, makeSmallTree } from '../support/faults/samples';

// A destination that has no room, or says it has.

/** A tree whose second file is held back when half of it is read, so that room can vanish after preflight saw it. */
async function heldTree(): Promise<{ source: FaultFs; tree: string }> {
  const source = await faultFs();
  // The first file starts the write lane, so that some of the second is on the disk when its source holds.
  makeFiles(source.backing, { 'tree/a.bin': 9 * MiB, 'tree/big.bin': 12 * MiB, 'tree/z.bin': 100 });
  await source.setRules({ op: 'read', path: 'big.bin', from: 6 * MiB, times: 1, fault: { kind: 'hold' } });
  return { source, tree: join(source.folder, 'tree') };
}

test('row 1: a disk that fills up in mid-file fails the job, keeps the staging folder, and is resumed when there is room', async (context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree } = await heldTree();
  const to = memoryFolder({ size: '31m' });
  const running = runBounded(copying(tree, to));
  await source.waitUntilHolding();
  fillDisk(join(to, 'ballast'));
  await source.release();

  const result = await running;
  rmSync(join(to, 'ballast'));
  const { summary, failure } = expectFailed(result, to, 'noSpace');
  expect(failure.message).toMatch(/full/);
  expect(endsOf(result.stdout)).toMatchObject({ 'tree/big.bin': 'noSpace', 'tree/z.bin': 'jobStopped' });
  expect(stagingFolders(to)).toEqual([summary.stagingDir]);
  expectCustodyLog(summary.stagingDir ?? '', [tree]);
  expect(existsSync(join(summary.stagingDir ?? '', 'payload', 'tree', 'big.bin'))).toBe(false);

  const resumed = await runBounded(['resume', to, '--json']);
  expect(resumed.status, resumed.stdout).toBe(0);
  expect(jobSummary(resumed.stdout)).toMatchObject({ jobId: summary['jobId'], attempt: 2, status: 'complete' });
  expect(stagingFolders(to)).toEqual([]);
  expectNothingPartial(to, [tree]);
  expect(finalNames(to)).toEqual(['tree']);
});

test('row 1: the disk of the second of three jobs fills up: the others arrive, and it is resumed when there is room', async (context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree } = await heldTree();
  const small = join(makeFiles(memoryFolder(), { 'small/x.bin': MiB }), 'small');
  const [first, full, third] = [memoryFolder(), memoryFolder({ size: '31m' }), memoryFolder()];
  const folder = memoryFolder();
  const files = [
    writeJobFile(folder, 'one', { sources: [small], destinations: [first] }),
    writeJobFile(folder, 'two', { sources: [tree], destinations: [full] }),
    writeJobFile(folder, 'three', { sources: [small], destinations: [third] }),
  ];
  const running = runBounded(['run', ...files, '--json']);
  await source.waitUntilHolding();
  fillDisk(join(full, 'ballast'));
  await source.release();

  const { status, stdout } = await running;
  rmSync(join(full, 'ballast'));
  const { jobs, batch } = batchOutput(stdout);
  expect(status).toBe(1);
  expect(jobs.map(({ summary }) => summary.status)).toEqual(['complete', 'failed', 'complete']);
  expect(jobs[1]?.summary.failures).toMatchObject([
    { code: 'noSpace', message: expect.stringMatching(/full.* What is left to be copied needs 12(\.\d+)? MiB/) },
  ]);
  expect(batch).toMatchObject({ status: 'failed', complete: 2, failed: 1, held: 0 });
  for (const to of [first, third]) expectNothingPartial(to, [small]);

  const resumed = await runBounded(['resume', full, '--json']);
  expect(resumed.status, resumed.stdout).toBe(0);
  expectNothingPartial(full, [tree]);
  expect(finalNames(full)).toEqual(['tree']);
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

test('the custody log of a job that failed for want of room tells why', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  await to.setRules({ op: 'write', path: 'sub/large.bin', fault: { kind: 'error', code: 'ENOSPC' } });
  const { summary } = expectFailed(await runBounded(copying(tree, to.folder)), to.folder, 'noSpace');
  const lines = readFileSync(join(summary.stagingDir ?? '', 'custody.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ event: 'stopped', failure: { code: 'noSpace' } });
});
