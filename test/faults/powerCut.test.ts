import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { CliResult } from '../support/cli';
import { expectNothingPartial, expectUndisturbed, finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { runCommand } from '../support/faults/commands';
import { type DiskFormat, memoryFolder } from '../support/faults/mounts';
import { afterEachCut, type Found, letTimePass } from '../support/faults/powerCut/afterEachCut';
import type { CrashState } from '../support/faults/powerCut/crashStates';
import { RecordedDisk } from '../support/faults/powerCut/recordedDisk';
import { runBounded } from '../support/faults/processes';
import { attemptsTold, copiedAgain, countedFiles, expectWholeRecords } from '../support/faults/promises';
import {
  contentOf,
  digestsIn,
  MiB,
  makeFiles,
  makeGroupedTree,
  makeSmallTree,
  makeTreeOfMany,
} from '../support/faults/samples';
import { injecting } from '../support/faults/strace';

// Row 34. The power of a disk is cut while it is copied to: every write and flush that reached the disk is on record, and
// from that record the disk is made as it may come back. `npm run soak` looks at many more states.

/** The mark that stands where the command line had told that the job is complete. */
const TOLD = 1;

const copy = (tree: string, to: string, ...more: string[]) => runBounded(['copy', tree, '--to', to, '--json', ...more]);

/** A disk to which a tree is copied, up to the word that it is complete. */
function copyTo(format: DiskFormat, tree: string, more: string[] = [], prepare?: (folder: string) => void) {
  const work = async (folder: string, mark: (number: number) => Promise<void>) => {
    expectGood(await copy(tree, join(folder, 'to'), ...more));
    await mark(TOLD);
  };
  return RecordedDisk.recordWhile(format, work, prepare);
}

test.for<DiskFormat>(['ext4', 'xfs', 'btrfs'])(
  'row 34: the power of a disk with %s is cut: what counts is there, and the job is resumed to the copy of an undisturbed one',
  async (format, context) => {
    need(context, 'mounts', 'fuse', 'loop', format);
    const tree = makeGroupedTree(join(memoryFolder(), 'tree'));
    const undisturbed = join(memoryFolder(), 'undisturbed');
    expectGood(await copy(tree, undisturbed));
    const disk = await copyTo(format, tree);
    await afterEachCut(disk, 3, (folder, state) => comeBack(join(folder, 'to'), tree, undisturbed, state));
  },
);

test('row 34: the power is cut while many small files are copied on lanes: the same', async (context) => {
  need(context, 'mounts', 'fuse', 'loop', 'ext4');
  const tree = makeTreeOfMany(join(memoryFolder(), 'tree'));
  const undisturbed = join(memoryFolder(), 'undisturbed');
  expectGood(await copy(tree, undisturbed));
  const disk = await copyTo('ext4', tree);
  await afterEachCut(disk, 3, (folder, state) => comeBack(join(folder, 'to'), tree, undisturbed, state));
});

test('row 34: the power is cut once more while a job is resumed: the same', async (context) => {
  need(context, 'mounts', 'fuse', 'loop', 'ext4', 'strace');
  const tree = makeGroupedTree(join(memoryFolder(), 'tree'));
  const undisturbed = join(memoryFolder(), 'undisturbed');
  expectGood(await copy(tree, undisturbed));
  const prepare = async (folder: string) => {
    // Almost at its end.
    const under = injecting('symlink', 'signal=SIGKILL:when=518');
    await runBounded(['copy', tree, '--to', join(folder, 'to'), '--json'], { under });
    expect(stagingFolders(join(folder, 'to'))).toHaveLength(1);
  };
  const work = async (folder: string, mark: (number: number) => Promise<void>) => {
    expectGood(await runBounded(['resume', join(folder, 'to'), '--json']));
    await mark(TOLD);
  };
  const disk = await RecordedDisk.recordWhile('ext4', work, prepare);
  await afterEachCut(disk, 3, (folder, state) => comeBack(join(folder, 'to'), tree, undisturbed, state, 2));
});

/** What must hold when the power is back, before and after the job is resumed. */
async function comeBack(
  to: string,
  tree: string,
  undisturbed: string,
  { mark }: CrashState,
  attempts = 1,
): Promise<Found> {
  expectNothingPartial(to, [tree]);
  expectWholeRecords(to);
  const counted = countedFiles(to, digestsIn(tree));
  if (mark >= TOLD) {
    expect(finalNames(to)).toEqual(['tree']);
    expect(attemptsTold(to).map(({ attempt }) => attempt)).toEqual(range(attempts));
  }
  const wasUnfinished = stagingFolders(to).length > 0;
  await goOn(tree, to, wasUnfinished || finalNames(to).length > 0);
  expectUndisturbed(to, tree, undisturbed);
  expect(copiedAgain(to, counted)).toEqual([]);
  expectGood(await runBounded(['verify', to, '--json']));
  return { unfinished: Number(wasUnfinished), withCountedFiles: Number(counted.length > 0) };
}

test.for<DiskFormat>(['ext4', 'xfs', 'btrfs'])(
  'row 34: the power of a disk with %s is cut when a copy without records was told as complete: it has its name',
  async (format, context) => {
    need(context, 'mounts', 'fuse', 'loop', format);
    // Nothing is made durable after the names but the names.
    const tree = makeSmallTree(join(memoryFolder(), 'tree'));
    const disk = await copyTo(format, tree, ['--no-records']);
    const look = async (folder: string): Promise<Found> => {
      const to = join(folder, 'to');
      expect(finalNames(to)).toEqual(['tree']);
      expectNothingPartial(to, [tree]);
      const wasUnfinished = stagingFolders(to).length > 0;
      if (wasUnfinished) await goOn(tree, to, true);
      expect(stagingFolders(to)).toEqual([]);
      return { unfinished: Number(wasUnfinished) };
    };
    await afterEachCut(disk, 1, look, TOLD);
  },
);

test('row 34: the power is cut while existing files are overwritten: each is the old one or the new one, and all are new in the end', async (context) => {
  need(context, 'mounts', 'fuse', 'loop', 'ext4');
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  const old = { 'to/tree/a.bin': 5000, 'to/tree/sub/large.bin': 1.2 * MiB, 'to/tree/other.txt': 10 };
  const before = contentOf(join(makeFiles(memoryFolder(), old), 'to', 'tree'));
  const after = contentOf(tree);
  const prepare = (folder: string) => void makeFiles(folder, old);
  const more = ['--conflict', 'overwrite'];
  const disk = await copyTo('ext4', tree, more, prepare);
  const look = async (folder: string): Promise<Found> => {
    const to = join(folder, 'to');
    const copies = join(to, 'tree');
    for (const [path, content] of contentOf(copies))
      expect([before.get(path), after.get(path)], path).toContain(content);
    for (const path of before.keys()) expect(existsSync(join(copies, path)), path).toBe(true);
    expectWholeRecords(to);
    const isThere = stagingFolders(to).length > 0 || existsSync(join(to, 'evidence-records'));
    await goOn(tree, to, isThere, ...more);
    const got = contentOf(copies);
    for (const [path, content] of new Map([...before, ...after])) expect(got.get(path), path).toBe(content);
    return { unfinished: Number(isThere) };
  };
  await afterEachCut(disk, 3, look);
});

test('row 34: the power is cut while a ZIP is made: no half ZIP has a name, and in the end there is one', async (context) => {
  need(context, 'mounts', 'fuse', 'loop', 'ext4', 'zipPrograms');
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  const more = ['--zip', 'store'];
  const disk = await copyTo('ext4', tree, more);
  const look = async (folder: string): Promise<Found> => {
    const to = join(folder, 'to');
    const zip = join(to, 'tree.zip');
    const hasZip = existsSync(zip);
    if (hasZip) expectWholeZip(zip);
    const isThere = stagingFolders(to).length > 0 || finalNames(to).length > 0;
    await goOn(tree, to, isThere, ...more);
    expect(finalNames(to).sort()).toEqual(['tree', 'tree.zip', 'tree.zip.sha256']);
    expect(stagingFolders(to)).toEqual([]);
    expect(contentOf(join(to, 'tree'))).toEqual(contentOf(tree));
    expectWholeZip(zip);
    return { unfinished: Number(isThere), withZip: Number(hasZip) };
  };
  await afterEachCut(disk, 3, look);
});

/** A ZIP is what the file beside it says, to programs that are not ours. */
function expectWholeZip(zip: string): void {
  runCommand('unzip', '-tq', zip);
  runCommand('sh', '-c', 'cd "$1" && sha256sum -c --status tree.zip.sha256', 'sh', dirname(zip));
}

/** From 1 on. */
function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index + 1);
}

/** Resumes what was begun, or begins what was not. */
async function goOn(tree: string, to: string, wasBegun: boolean, ...more: string[]): Promise<void> {
  letTimePass(to);
  const resumed = await runBounded(['resume', to, '--json']);
  expect(resumed.status, resumed.stdout).toBe(wasBegun ? 0 : 2);
  if (!wasBegun) expectGood(await copy(tree, to, ...more));
}

function expectGood({ status, stdout, stderr }: CliResult): void {
  expect(status, `${stdout}${stderr}`).toBe(0);
}
