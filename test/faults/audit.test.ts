import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary, jsonLines } from '../support/cli';
import { need } from '../support/faults/capabilities';
import { runCommand } from '../support/faults/commands';
import { flipBit, healthyDisk, placeIn } from '../support/faults/disks';
import { faultFs } from '../support/faults/faultfs/client';
import { memoryFolder } from '../support/faults/mounts';
import { copying, runBounded } from '../support/faults/processes';
import { KiB, MiB, makeFiles } from '../support/faults/samples';

// What an audit finds that comes after the copy, and what no reading through memory would show.

async function verified(folder: string) {
  const { status, stdout } = await runBounded(['verify', folder, '--json']);
  const [line] = jsonLines(stdout);
  return { status, summary: line?.['summary'] };
}

const SIZES = { small: 40 * KiB, large: 4 * MiB, other: 2 * MiB };

test('row 22, R9: one bit that changes on the device after the copy is found, although memory still has the old one', async (context) => {
  need(context, 'mounts', 'loop', 'ext4');
  const { folder, image } = healthyDisk();
  const tree = makeFiles(join(memoryFolder(), 'tree'), SIZES);
  const to = join(folder, 'to');
  const result = await runBounded(copying(tree, to, '--verification', 'device'));
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'complete', grade: 'device' });
  const healthy = await verified(to);
  expect(healthy).toMatchObject({ status: 0, summary: { status: 'passed', matched: 3, grade: 'device' } });

  const copy = join(to, 'tree', 'large');
  runCommand('sync', '-f', copy);
  const content = readFileSync(copy);
  flipBit(image, placeIn(image, content) + 70_000);

  // Whoever reads through memory is told what was.
  expect(readFileSync(copy).equals(content)).toBe(true);
  const { status, summary } = await verified(to);
  expect(status).toBe(1);
  expect(summary).toMatchObject({
    matched: 2,
    changed: [{ path: 'tree/large', detail: expect.stringMatching(/^sha256 is/) }],
    counts: { changed: 1, missing: 0, moved: 0, unlisted: 0, errors: 0 },
    grade: 'device',
  });
});

test('in memory an audit says that it read no device, and passes', async (context) => {
  need(context, 'mounts');
  const to = join(memoryFolder(), 'to');
  await runBounded(copying(makeFiles(join(memoryFolder(), 'tree'), SIZES), to));
  expect(await verified(to)).toMatchObject({
    status: 0,
    summary: { status: 'passed', matched: 3, grade: 'readBack', gradeReason: expect.stringMatching(/tmpfs/) },
  });
});

test('a file that cannot be read is an error with its offset, and all others are audited', async (context) => {
  need(context, 'mounts', 'fuse');
  const faults = await faultFs();
  const to = join(faults.folder, 'to');
  await runBounded(copying(makeFiles(join(memoryFolder(), 'tree'), SIZES), to));
  await faults.setRules({ op: 'read', path: 'large', from: 3 * MiB, fault: { kind: 'error', code: 'EIO' } });
  const { status, summary } = await verified(to);
  expect(status).toBe(1);
  expect(summary).toMatchObject({
    matched: 2,
    errors: [{ path: 'tree/large', detail: expect.stringMatching(/at byte \d+/) }],
    counts: { changed: 0, missing: 0, moved: 0, unlisted: 0, errors: 1 },
  });
  expect(readdirSync(join(to, 'tree')).sort()).toEqual(['large', 'other', 'small']);
});
