import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeCopies } from '../../src/client/files/removeCopies';
import { expectNothingPartial, expectUndisturbed, finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { chosenSeed, rounds, tellFigures } from '../support/faults/effort';
import { memoryFolder } from '../support/faults/mounts';
import { copying, runBounded, startBounded } from '../support/faults/processes';
import {
  attemptsTold,
  type CountedFile,
  copiedAgain,
  countedFiles,
  expectWholeRecords,
} from '../support/faults/promises';
import { digestsIn, makeGroupedTree, makeTreeOfMany, sampleNumbers } from '../support/faults/samples';

// Rows 32 and 33. The command line is killed at random, resumed and killed again. `npm run soak` kills many more times.

const KILLS_OF_A_JOB = 6;
/** Before that a process only starts. */
const FIRST_PART = 0.25;

const JOBS = [
  ['few files', makeGroupedTree],
  ['many small files, which lanes copy,', makeTreeOfMany],
] as const;

test.for(JOBS)(
  'rows 32, 33: killed at random again and again while it is resumed, a job of %s ends with the copy of an undisturbed one, and nothing that counted is copied once more',
  async ([, makeTree], context) => {
    need(context, 'mounts');
    const tree = makeTree(join(memoryFolder(), 'tree'));
    const root = memoryFolder({ size: '1g' });
    const undisturbed = join(root, 'undisturbed');
    const startedAt = performance.now();
    expect((await runBounded(copying(tree, undisturbed))).status).toBe(0);
    const usual = performance.now() - startedAt;
    const seed = chosenSeed();
    const found = { jobs: 0, kills: 0, killsWithCountedFiles: 0, attempts: 0 };
    while (found.kills < rounds(12)) {
      const to = join(root, `job ${found.jobs}`);
      const moments = sampleNumbers(KILLS_OF_A_JOB, seed + found.jobs);
      const delays = moments.map((moment) => usual * (FIRST_PART + moment * (1 - FIRST_PART)));
      const killed = await killAgainAndAgain(tree, to, delays, `FAULT_SEED=${seed}, job ${found.jobs}`);
      const last = await runBounded(goingOn(tree, to));
      expect(last.status, last.stdout).toBe(0);
      expectUndisturbed(to, tree, undisturbed);
      expectWholeRecords(to);
      expect(copiedAgain(to, killed.counted)).toEqual([]);
      const attempts = attemptsTold(to);
      // Of each gap between two attempts nobody knows how long of it nothing ran.
      expect(attempts).toEqual(
        attempts.map((_, index) => ({ attempt: index + 1, gap: index === 0 ? 'none' : 'unknown' })),
      );
      found.jobs++;
      found.kills += killed.kills;
      found.killsWithCountedFiles += killed.withCountedFiles;
      found.attempts += attempts.length;
      await removeCopies(to);
    }
    tellFigures(found);
  },
);

/** Starts a job, kills it, resumes it, kills it …; a kill is one where the job was begun and not ended yet. */
async function killAgainAndAgain(tree: string, to: string, delays: readonly number[], where: string) {
  const digests = digestsIn(tree);
  let counted: CountedFile[] = [];
  let [kills, withCountedFiles] = [0, 0];
  for (const [round, delay] of delays.entries()) {
    const running = startBounded(goingOn(tree, to));
    const killer = setTimeout(() => running.kill(), delay);
    const { signal } = await running.result;
    clearTimeout(killer);
    expectNothingPartial(to, [tree]);
    expectWholeRecords(to);
    expect(stagingFolders(to).length, `${where}, round ${round}`).toBeLessThanOrEqual(1);
    if (stagingFolders(to).length === 0) {
      if (finalNames(to).length > 0) break;
      continue;
    }
    const now = countedFiles(to, digests);
    // What counted once counts for good, and is the very same file.
    expect(now, `${where}, round ${round}`).toEqual(expect.arrayContaining(counted));
    counted = now;
    if (signal === 'SIGKILL') kills++;
    if (counted.length > 0) withCountedFiles++;
  }
  return { kills, withCountedFiles, counted };
}

/** What a person does: begin the job, or go on with what is there of it. */
function goingOn(tree: string, to: string): string[] {
  const isThere = stagingFolders(to).length > 0 || finalNames(to).length > 0;
  return isThere ? ['resume', to, '--json'] : copying(tree, to);
}
