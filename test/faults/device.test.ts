import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { finalNames } from '../support/faults/aftermath';
import { type Capability, need } from '../support/faults/capabilities';
import { runCommand } from '../support/faults/commands';
import { DISK, flipBit, healthyDisk, IMAGE, placeIn } from '../support/faults/disks';
import { faultFs } from '../support/faults/faultfs/client';
import type { Rule } from '../support/faults/faultfs/rules';
import { type DiskFormat, diskOn, memoryFolder } from '../support/faults/mounts';
import { outcomesOf } from '../support/faults/outcomes';
import { copying, runBounded } from '../support/faults/processes';
import { contentOf, KiB, MiB, makeFiles, makeSmallTree } from '../support/faults/samples';
import { tracedCalls, tracing } from '../support/faults/strace';
import { scratchFolder } from '../support/scratch';

// What a device holds, not what the memory of the operating system says of it.

/** A disk that does as it is told with what is written to it. */
async function lyingDisk() {
  const faults = await faultFs({ size: String(2 * DISK) });
  const folder = diskOn(join(faults.folder, IMAGE), DISK);
  return { folder, faults };
}

function needDisk(context: TestContext, ...more: Capability[]): void {
  need(context, 'mounts', 'loop', 'ext4', ...more);
}

function device(source: string, to: string, ...more: string[]) {
  return runBounded(copying(source, to, '--verification', 'device', ...more));
}

/** A file in more pieces than an inode has room for: what leads to them is on the disk too, and not part of the content. */
function makeScattered(path: string): void {
  const file = openSync(path, 'wx');
  for (let piece = 0; piece < 600; piece++) writeSync(file, 'evidence', piece * 64 * KiB);
  closeSync(file);
}

test.for<DiskFormat>(['ext4', 'xfs', 'btrfs'])(
  'V3: a healthy %s is read back from its device, small, large, sparse and empty files',
  async (format, context) => {
    needDisk(context, ...(format === 'ext4' ? [] : [format]));
    // xfs takes no disk below 300 MiB; the image is sparse.
    const size = format === 'xfs' ? 320 * MiB : DISK;
    const folder = diskOn(join(memoryFolder({ size: String(2 * size) }), IMAGE), size, format);
    // Not so small that btrfs keeps them among its metadata.
    const tree = makeFiles(join(memoryFolder(), 'tree'), {
      small: 40 * KiB,
      odd: 5 * MiB + 123,
      // Goes through the write lane, past the cache.
      large: 9 * MiB + 777,
      page: 4 * MiB,
      none: 0,
    });
    runCommand('truncate', '-s', '3M', join(tree, 'hole'));
    // xfs sets room aside between the pieces, and counts it as occupied: then nothing can be proved.
    if (format !== 'xfs') makeScattered(join(tree, 'scattered'));
    const result = await device(tree, join(folder, 'to'));
    const summary = jobSummary(result.stdout);
    expect(summary).toMatchObject({ status: 'complete', grade: 'device', gradeReason: null });
    expect(summary['gradeCounts']).toEqual({ device: format === 'xfs' ? 5 : 6 });
    expect(contentOf(join(folder, 'to', 'tree'))).toEqual(contentOf(tree));
  },
);

test('V4: source and copy on disks: the source is read twice, and the grade says so', async (context) => {
  needDisk(context);
  const { folder } = healthyDisk();
  const tree = makeFiles(join(folder, 'tree'), { a: 40 * KiB, b: 3 * MiB + 5 });
  const result = await device(tree, join(folder, 'to'), '--verification', 'deviceAndSource');
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'complete', grade: 'deviceAndSource', sourceReads: 4 });
});

test('V4: a source that is on no device is read twice all the same, but proves no more than `device`', async (context) => {
  needDisk(context);
  const tree = makeFiles(join(memoryFolder(), 'tree'), { a: 40 * KiB });
  const result = await device(tree, join(healthyDisk().folder, 'to'), '--verification', 'deviceAndSource');
  const { grade, gradeReason } = jobSummary(result.stdout);
  expect(grade).toBe('device');
  expect(gradeReason).toMatch(/of the source: tmpfs/);
});

test('row 24: compressed and inline files of btrfs come from memory, and are graded so', async (context) => {
  needDisk(context, 'btrfs');
  const { folder } = healthyDisk('btrfs', 'compress-force=zstd');
  const tree = join(memoryFolder(), 'tree');
  mkdirSync(tree);
  runCommand('sh', '-c', `yes evidence | head -c 3000000 > "$1/text"; printf inline > "$1/inline"`, 'sh', tree);
  const result = await device(tree, join(folder, 'to'));
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'complete', grade: 'readBack' });
  for (const name of ['text', 'inline']) {
    expect(outcomesOf(result.stdout).get(`tree/${name}`)).toMatchObject({
      grade: 'readBack',
      gradeReason: expect.stringMatching(/from memory/),
    });
  }
});

test('row 24: with --require-grade a destination in memory fails each file', async (context) => {
  need(context, 'mounts');
  const tree = makeFiles(join(memoryFolder(), 'tree'), { a: 40 * KiB });
  const to = memoryFolder();
  const result = await device(tree, to, '--require-grade');
  expect(result.status).toBe(1);
  expect(jobSummary(result.stdout).failures).toMatchObject([{ code: 'gradeNotReached' }]);
  expect(finalNames(to)).toEqual(['tree (INCOMPLETE)']);
});

test.for([
  { what: 'flips one bit of each large write', fault: { kind: 'flipWithin', at: 777 } },
  { what: 'drops each large write', fault: { kind: 'drop' } },
] satisfies { what: string; fault: Rule['fault'] }[])(
  'rows 20, 21, R8: a disk that $what is found out by `device`, twice, and nothing of the file has a final name',
  async ({ fault }, context) => {
    needDisk(context, 'fuse');
    const { folder, faults } = await lyingDisk();
    await faults.setRules({ op: 'write', path: IMAGE, minLength: 64 * KiB, fault });
    const tree = makeFiles(join(memoryFolder(), 'tree'), { large: 4 * MiB });
    const result = await device(join(tree, 'large'), join(folder, 'to'));
    expect(result.status).toBe(1);
    const { status, failures } = jobSummary(result.stdout);
    expect(status).toBe('incomplete');
    expect(failures).toMatchObject([{ code: 'hashMismatch' }]);
    expect(failures[0]?.message).toMatch(
      /^Twice, .* They differ (at byte \d+|from byte \d+ to byte \d+, in (one block|\d+ blocks) of 4096 bytes)\./,
    );
    expect(failures[0]?.offset).toBeTypeOf('number');
    expect(finalNames(join(folder, 'to'))).toEqual([]);
  },
);

test.for([
  // ext4 gives what the disk holds; btrfs knows better, and an error of the destination stops the job.
  { format: 'ext4', ending: { status: 'incomplete', failures: [{ code: 'hashMismatch', offset: 70_000 }] } },
  { format: 'btrfs', ending: { status: 'failed', failures: [{ code: 'readError' }] } },
] as const)(
  'row 22: a bit that flips on a disk with $format after fsync is found',
  async ({ format, ending }, context) => {
    needDisk(context, 'fuse', format);
    const faults = await faultFs({ size: String(2 * DISK) });
    const image = join(faults.backing, IMAGE);
    const folder = diskOn(join(faults.folder, IMAGE), DISK, format);
    const tree = makeFiles(join(memoryFolder(), 'tree'), { large: 4 * MiB });
    await faults.setRules({ op: 'read', path: IMAGE, minLength: 64 * KiB, times: 1, fault: { kind: 'hold' } });
    const running = device(join(tree, 'large'), join(folder, 'to'), '--no-retry-mismatch');
    await faults.waitUntilHolding();
    flipBit(image, placeIn(image, readFileSync(join(tree, 'large'))) + 70_000);
    await faults.release();
    expect(jobSummary((await running).stdout)).toMatchObject(ending);
    expect(finalNames(join(folder, 'to'))).toEqual([]);
  },
);

test('R8: `readBack` may miss what such a disk does; then it says `readBack`, never more', async (context) => {
  needDisk(context, 'fuse');
  const { folder, faults } = await lyingDisk();
  await faults.setRules({ op: 'write', path: IMAGE, minLength: 64 * KiB, fault: { kind: 'flipWithin', at: 777 } });
  const tree = makeFiles(join(memoryFolder(), 'tree'), { large: 4 * MiB });
  const result = await runBounded(copying(join(tree, 'large'), join(folder, 'to')));
  const { status, grade } = jobSummary(result.stdout);
  expect([`${status} ${grade}`]).toEqual([status === 'complete' ? 'complete readBack' : 'incomplete null']);
});

test('a bad copy that is made once more arrives, and both attempts are on record', async (context) => {
  needDisk(context, 'fuse');
  const { folder, faults } = await lyingDisk();
  await faults.setRules({
    op: 'write',
    path: IMAGE,
    minLength: 64 * KiB,
    times: 1,
    fault: { kind: 'flipWithin', at: 777 },
  });
  const tree = makeFiles(join(memoryFolder(), 'tree'), { large: 4 * MiB });
  const result = await device(join(tree, 'large'), join(folder, 'to'));
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'complete', grade: 'device' });
  const outcome = outcomesOf(result.stdout).get('large');
  expect(outcome?.['earlierMismatch']).toMatchObject({ difference: { blocks: 1 } });
  expect(contentOf(join(folder, 'to', 'large'))).toEqual(contentOf(join(tree, 'large')));
});

test('--no-retry-mismatch: a bad copy fails at once', async (context) => {
  needDisk(context, 'fuse');
  const { folder, faults } = await lyingDisk();
  const fault = { kind: 'flipWithin', at: 777 } as const;
  await faults.setRules({ op: 'write', path: IMAGE, minLength: 64 * KiB, times: 1, fault });
  const tree = makeFiles(join(memoryFolder(), 'tree'), { large: 4 * MiB });
  const result = await device(join(tree, 'large'), join(folder, 'to'), '--no-retry-mismatch');
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'incomplete', failures: [{ code: 'hashMismatch' }] });
});

test('row 23: a source that is not read the same way twice is `sourceUnstable`, with the place', async (context) => {
  needDisk(context, 'fuse');
  const { folder, faults } = await lyingDisk();
  const tree = makeFiles(join(folder, 'tree'), { large: 4 * MiB });
  runCommand('sync', '-f', tree);
  const to = healthyDisk().folder;
  // The first reading comes from memory, where the file still is as it was written.
  flipBit(
    join(faults.backing, IMAGE),
    placeIn(join(faults.backing, IMAGE), readFileSync(join(tree, 'large'))) + 70_000,
  );
  const result = await device(join(tree, 'large'), join(to, 'to'), '--verification', 'deviceAndSource');
  expect(result.status).toBe(1);
  expect(jobSummary(result.stdout).failures).toMatchObject([{ code: 'sourceUnstable', offset: 70_000 }]);
  expect(finalNames(join(to, 'to'))).toEqual([]);
});

test('the copy is made durable before it is read past the memory of the system, and opened for that once', async (context) => {
  needDisk(context, 'strace');
  const { folder } = healthyDisk();
  const tree = makeFiles(join(memoryFolder(), 'tree'), { large: 2 * MiB });
  const traces = scratchFolder();
  const under = tracing(traces, ['openat', 'fsync', 'read', 'pread64']);
  const args = copying(join(tree, 'large'), join(folder, 'to'), '--verification', 'device', '--no-records');
  const result = await runBounded(args, { under });
  expect(jobSummary(result.stdout).grade).toBe('device');
  const ours = tracedCalls(traces).filter(({ path, opened }) => (opened ?? path)?.endsWith('/payload/large') === true);
  const readDirectly = ours.filter(({ text }) => text.includes('O_RDONLY') && text.includes('O_DIRECT'));
  expect(readDirectly).toHaveLength(1);
  const names = ours.map(({ name }) => name);
  const reads = names.flatMap((name, index) => (name === 'pread64' || name === 'read' ? [index] : []));
  expect(names.filter((name) => name === 'fsync')).toHaveLength(1);
  expect(reads.length).toBeGreaterThan(0);
  expect(Math.min(...reads)).toBeGreaterThan(names.indexOf('fsync'));
});

test('a tree of all kinds on a disk', async (context) => {
  needDisk(context);
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  const { folder } = healthyDisk();
  const result = await device(tree, join(folder, 'to'), '--hash-algorithms', 'sha256,blake3');
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'complete', grade: 'device' });
  expect(contentOf(join(folder, 'to', 'tree'))).toEqual(contentOf(tree));
});
