import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CliResult } from '../support/cli';
import { expectNothingPartial, expectUndisturbed, finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { chosenSeed, rounds, tellFigures } from '../support/faults/effort';
import { type DiskFormat, memoryFolder } from '../support/faults/mounts';
import type { CrashState } from '../support/faults/powerCut/crashStates';
import { RecordedDisk } from '../support/faults/powerCut/recordedDisk';
import { runBounded } from '../support/faults/processes';
import { attemptsTold, copiedAgain, countedFiles, expectWholeRecords } from '../support/faults/promises';
import { digestsIn, makeGroupedTree } from '../support/faults/samples';

// Row 34. The power of a disk is cut while it is copied to: every write and flush that reached the disk is on record, and
// from that record the disk is made as it may come back. `npm run soak` looks at many more states.

/** The mark that stands where the command line had told that the job is complete. */
const TOLD = 1;

const copy = (tree: string, to: string) => runBounded(['copy', tree, '--to', to, '--json']);

test.for<DiskFormat>(['ext4', 'xfs', 'btrfs'])(
  'row 34: the power of a disk with %s is cut: what counts is there, and the job is resumed to the copy of an undisturbed one',
  async (format, context) => {
    need(context, 'mounts', 'fuse', 'loop', format);
    const tree = makeGroupedTree(join(memoryFolder(), 'tree'));
    const undisturbed = join(memoryFolder(), 'undisturbed');
    expectGood(await copy(tree, undisturbed));
    const disk = await RecordedDisk.recordWhile(format, async (folder, mark) => {
      expectGood(await copy(tree, join(folder, 'to')));
      await mark(TOLD);
    });
    const seed = chosenSeed();
    const found = { states: 0, unfinished: 0, withCountedFiles: 0 };
    const violations: string[] = [];
    for (const state of disk.states(rounds(4), seed)) {
      found.states++;
      try {
        const { wasUnfinished, counted } = await disk.withState(state, (folder) =>
          comeBack(join(folder, 'to'), tree, undisturbed, state),
        );
        if (wasUnfinished) found.unfinished++;
        if (counted > 0) found.withCountedFiles++;
      } catch (error) {
        violations.push(`FAULT_SEED=${seed}, state ${found.states}, writes ${state.name}: ${String(error)}`);
      }
    }
    tellFigures({ ...found, ...disk.counts, violations: violations.length });
    expect(violations).toEqual([]);
    expect(found.states).toBeGreaterThanOrEqual(rounds(4));
  },
);

/** What must hold when the power is back, before and after the job is resumed. */
async function comeBack(to: string, tree: string, undisturbed: string, { mark }: CrashState) {
  expectNothingPartial(to, [tree]);
  expectWholeRecords(to);
  const counted = countedFiles(to, digestsIn(tree));
  if (mark >= TOLD) {
    expect(finalNames(to)).toEqual(['tree']);
    expect(attemptsTold(to)).toEqual([{ attempt: 1, gap: 'none' }]);
  }
  const wasUnfinished = stagingFolders(to).length > 0;
  const isThere = wasUnfinished || finalNames(to).length > 0;
  for (const staging of stagingFolders(to)) forgetMoment(staging);
  const resumed = await runBounded(['resume', to, '--json']);
  expect(resumed.status, resumed.stdout).toBe(isThere ? 0 : 2);
  if (!isThere) expectGood(await copy(tree, to));
  expectUndisturbed(to, tree, undisturbed);
  expect(copiedAgain(to, counted)).toEqual([]);
  expectGood(await runBounded(['verify', to, '--json']));
  return { wasUnfinished, counted: counted.length };
}

function expectGood({ status, stdout, stderr }: CliResult): void {
  expect(status, `${stdout}${stderr}`).toBe(0);
}

/** A machine takes longer to start again than the ten seconds for which a lock without content counts. */
function forgetMoment(staging: string): void {
  for (const name of readdirSync(staging).filter((each) => each.startsWith('owner-')))
    utimesSync(join(staging, name), 0, 0);
}
