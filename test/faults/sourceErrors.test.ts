import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary, jsonLines } from '../support/cli';
import { finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { faultFs } from '../support/faults/faultfs/client';
import { memoryFolder } from '../support/faults/mounts';
import { endsOf, outcomesOf } from '../support/faults/outcomes';
import { copying, runBounded } from '../support/faults/processes';
import { contentOf, KiB, MiB, makeFiles } from '../support/faults/samples';

// The medium that is copied fails: what cannot be read is on record, the rest arrives.

/** A source with one file that the tests break, and one on either side of it. */
async function brokenSource(size: number) {
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': 200 * KiB, 'tree/broken.bin': size, 'tree/z.bin': 2 * MiB });
  return { source, tree: join(source.folder, 'tree'), to: memoryFolder() };
}

/** The whole tree but the broken file arrived, under a name that says so. */
function expectRestArrived(backing: string, to: string): void {
  const expected = contentOf(join(backing, 'tree'));
  expected.delete('/broken.bin');
  expect(finalNames(to)).toEqual(['tree (INCOMPLETE)']);
  expect([...contentOf(join(to, 'tree (INCOMPLETE)'))].sort()).toEqual([...expected].sort());
  expect(stagingFolders(to)).toEqual([]);
}

test.for([
  { size: 500_000, offset: 300_001, method: 'a small file' },
  { size: 9 * MiB, offset: 3 * MiB + 17, method: 'a large file' },
  { size: 9 * MiB, offset: 3 * MiB + 17, method: 'a file that is read ahead', more: ['--lanes', '4'] },
  { size: 500_000, offset: 300_001, method: 'three passes', more: ['--no-use-buffer-reuse'] },
])('rows 16, 17: a read error in $method is told with its offset, the other items arrive', async (given, context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree, to } = await brokenSource(given.size);
  const { offset, more = [] } = given;
  await source.setRules({ op: 'read', path: 'broken.bin', from: offset, fault: { kind: 'error', code: 'EIO' } });

  const result = await runBounded(copying(tree, to, ...more));

  expect(result.status).toBe(1);
  const { status, failures } = jobSummary(result.stdout);
  expect(status).toBe('incomplete');
  expect(failures).toMatchObject([{ code: 'readError', path: join(tree, 'broken.bin'), offset }]);
  expect(endsOf(result.stdout)).toEqual({
    tree: 'copied',
    'tree/a.bin': 'copied',
    'tree/broken.bin': 'readError',
    'tree/z.bin': 'copied',
  });
  expectRestArrived(source.backing, to);
});

test.for([
  { code: 'EUCLEAN', failure: 'fileSystemDamaged', words: /damaged/ },
  { code: 'EBADMSG', failure: 'fileSystemDamaged', words: /damaged/ },
  { code: 'ESTALE', failure: 'deviceGone', words: /not answer/ },
  { code: 'ENOMEDIUM', failure: 'deviceGone', words: /not answer/ },
])('row 19: $code is told as $failure, by its number where Node has no name for it', async (given, context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree, to } = await brokenSource(1000);
  await source.setRules({ op: 'read', path: 'broken.bin', fault: { kind: 'error', code: given.code } });
  const result = await runBounded(copying(tree, to));
  const { failures } = jobSummary(result.stdout);
  expect(failures).toMatchObject([{ code: given.failure, message: expect.stringMatching(given.words), offset: 0 }]);
  expectRestArrived(source.backing, to);
});

test('row 16: a single file that cannot be read to its end publishes nothing', async (context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree, to } = await brokenSource(3 * MiB);
  await source.setRules({ op: 'read', path: 'broken.bin', from: 2 * MiB, fault: { kind: 'error', code: 'EIO' } });
  const result = await runBounded(copying(join(tree, 'broken.bin'), to));
  expect(result.status).toBe(1);
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'incomplete', files: 0, bytes: 0 });
  expect(finalNames(to)).toEqual([]);
});

test.for([
  { what: 'can be read', size: 3 * MiB, offset: 2 * MiB + 300, more: [] },
  { what: 'is read ahead', size: 9 * MiB + 64 * KiB, offset: 9 * MiB + 300, more: ['--lanes', '4'] },
])(
  'row 16: with --on-read-error keepReadable what $what is kept, as no copy, and the rest is listed',
  async (given, context) => {
    need(context, 'mounts', 'fuse');
    const { size, offset, more } = given;
    const { source, tree, to } = await brokenSource(size);
    await source.setRules({ op: 'read', path: 'broken.bin', from: offset, fault: { kind: 'error', code: 'EIO' } });
    const result = await runBounded(copying(tree, to, '--on-read-error', 'keepReadable', ...more));
    expect(result.status).toBe(1);
    const unreadable = [{ offset, length: size - offset }];
    expect(jobSummary(result.stdout)).toMatchObject({
      status: 'incomplete',
      failures: [{ code: 'readError', offset }],
    });
    const told = jsonLines(result.stdout).find(({ path }) => path === 'tree/broken.bin');
    expect(told).toMatchObject({ outcome: 'failed', kept: { size, unreadable } });
    const expected = readFileSync(join(source.backing, 'tree', 'broken.bin')).fill(0, offset);
    expect(readFileSync(join(to, 'tree (INCOMPLETE)', 'broken.bin.INCOMPLETE')).equals(expected)).toBe(true);
  },
);

test('row 16: with --on-item-error stop the first read error ends the job and nothing is published', async (context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree, to } = await brokenSource(3 * MiB);
  await source.setRules({ op: 'read', path: 'broken.bin', from: 2 * MiB, fault: { kind: 'error', code: 'EIO' } });
  const result = await runBounded(copying(tree, to, '--on-item-error', 'stop'));
  expect(result.status).toBe(1);
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'failed', failures: [{ code: 'readError' }] });
  expect(finalNames(to)).toEqual([]);
});

test.for([
  { when: 'at once', skip: 0, seen: 0 },
  // Node lists a folder in groups of 32, and a group that ends in an error is lost.
  { when: 'after most of it was listed', skip: 1, seen: 64 },
])('row 18: a folder whose listing fails $when makes the job incomplete', async ({ skip, seen }, context) => {
  need(context, 'mounts', 'fuse');
  const source = await faultFs();
  const inside = Array.from({ length: 90 }, (_, index) => [`tree/sub/${index}.bin`, 10] as const);
  makeFiles(source.backing, { 'tree/a.bin': 1000, ...Object.fromEntries(inside) });
  const tree = join(source.folder, 'tree');
  const to = memoryFolder();
  await source.setRules({ op: 'readdir', path: 'tree/sub', skip, fault: { kind: 'error', code: 'EIO' } });

  const result = await runBounded(copying(tree, to));

  expect(result.status).toBe(1);
  const { status, failures } = jobSummary(result.stdout);
  expect(status).toBe('incomplete');
  expect(failures).toMatchObject([{ code: 'readError', path: join(tree, 'sub') }]);
  expect(finalNames(to)).toEqual(['tree (INCOMPLETE)']);
  expect(readdirSync(join(to, 'tree (INCOMPLETE)', 'sub'))).toHaveLength(seen);
});

test('row 25: short reads give the same bytes and digests', async (context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree, to } = await brokenSource(3 * MiB);
  await source.setRules(
    { op: 'read', path: 'a.bin', fault: { kind: 'short', bytes: 999 } },
    { op: 'read', fault: { kind: 'short', bytes: 40_001 } },
  );
  const result = await runBounded(copying(tree, to));
  expect(result.status).toBe(0);
  const expected = contentOf(join(source.backing, 'tree'));
  expect(contentOf(join(to, 'tree'))).toEqual(expected);
  const digests = outcomesOf(result.stdout);
  for (const name of ['a.bin', 'broken.bin', 'z.bin']) {
    expect(digests.get(`tree/${name}`)?.sourceDigests.sha256).toBe(expected.get(`/${name}`));
  }
});

test.for([
  { size: 500_000, at: 123_456, what: 'a small file' },
  { size: 9 * MiB, at: 5 * MiB, what: 'a large file' },
])('row 26: $what that ends before its size is a failure, never a success', async ({ size, at }, context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree, to } = await brokenSource(size);
  await source.setRules({ op: 'read', path: 'broken.bin', from: at, fault: { kind: 'end' } });
  const result = await runBounded(copying(tree, to));
  expect(result.status).toBe(1);
  expect(jobSummary(result.stdout).failures).toMatchObject([{ code: 'sizeMismatch', offset: at }]);
  expectRestArrived(source.backing, to);
});

test('row 15: a source that is pulled out leaves what had arrived, and says what had not', async (context) => {
  need(context, 'mounts', 'fuse');
  const { source, tree, to } = await brokenSource(9 * MiB);
  await source.setRules({ op: 'read', path: 'broken.bin', from: 4 * MiB, fault: { kind: 'hold' } });
  const running = runBounded(copying(tree, to));
  await source.waitUntilHolding();
  source.pull();
  const result = await running;
  expect(result.status).toBe(1);
  expect(endsOf(result.stdout)).toMatchObject({ 'tree/broken.bin': 'deviceGone', 'tree/z.bin': 'deviceGone' });
  expect(finalNames(to)).not.toContain('tree');
});
