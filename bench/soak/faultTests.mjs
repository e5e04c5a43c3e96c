import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../scripts/support/problem.mjs';
import { CommandFailed } from '../../scripts/support/runCommand.mjs';
import { runVitest } from '../../scripts/support/runVitest.mjs';

/** How often each is done: in `npm test` the same tests do it a few times. */
const ROUNDS = { real: 500, quick: 3 };
const HOUR_MS = 3_600_000;

/** @type {import('../soak.mjs').SoakCase} */
export const killed = {
  name: 'killed',
  what: 'a copy of few files, and one of many small files on lanes, each killed (SIGKILL) at 500 random moments, and resumed each time: in between no final name is partial, and what counts by the custody log is whole; at the end diff -r finds no difference to an undisturbed copy, nothing that counted was copied once more, and the log tells every attempt',
  run: (context) => runFaultTest('killedAtRandom.test.ts', 'killed at random', context),
};

/** @type {import('../soak.mjs').SoakCase} */
export const failedCalls = {
  name: 'failedCalls',
  what: 'each system call of a small copy that opens, reads, writes, makes durable, makes, names, removes or closes fails once (strace): the end is told honestly, nothing partial has a final name, and the next attempt ends with the whole copy (diff -r)',
  run: (context) => runFaultTest('failAtEachSystemCall.test.ts', 'whichever', context),
};

/**
 * The power of a disk is cut.
 *
 * @type {import('../soak.mjs').SoakCase[]}
 */
export const powerCuts = [
  ...['ext4', 'xfs', 'btrfs'].map((format) => powerCut(format)),
  {
    name: 'powerCut-lanes',
    what: '500 different states in which a disk with ext4 may come back after a power cut while many small files are copied on lanes: the same',
    run: (context) => runFaultTest('powerCut.test.ts', 'many small files', context),
  },
  {
    name: 'powerCut-resumed',
    what: '500 different states in which a disk with ext4 may come back after a second power cut, while a job is resumed: the same',
    run: (context) => runFaultTest('powerCut.test.ts', 'once more', context),
  },
  {
    name: 'powerCut-overwrite',
    what: '500 different states in which a disk with ext4 may come back after a power cut while existing files are overwritten: each file is the old one or the new one, and the resumed job has overwritten all',
    run: (context) => runFaultTest('powerCut.test.ts', 'overwritten', context),
  },
  {
    name: 'powerCut-zip',
    what: '500 different states in which a disk with ext4 may come back after a power cut of a copy with a ZIP: no half ZIP has a name, and after the resumed job there is exactly one, sound to unzip and as its digest says',
    run: (context) => runFaultTest('powerCut.test.ts', 'a ZIP is made', context),
  },
];

/**
 * @param {string} format
 * @returns {import('../soak.mjs').SoakCase}
 */
function powerCut(format) {
  return {
    name: `powerCut-${format}`,
    what: `500 different states in which a disk with ${format} may come back after a power cut in mid-copy: no final name is partial, what counts by the custody log is on the disk, and the resumed job has no difference to an undisturbed copy (diff -r, verify); and as many as there are after a copy without records was told as complete: it has its name`,
    run: (context) => runFaultTest('powerCut.test.ts', `a disk with ${format}`, context),
  };
}

/**
 * Runs fault tests with many rounds, and gives the figures that they tell.
 *
 * @param {string} file
 * @param {string} title Part of their titles.
 * @param {import('../soak.mjs').SoakContext} context
 */
async function runFaultTest(file, title, { folder, quick }) {
  const figures = join(folder, 'figures.jsonl');
  // Other moments at each run; a failure names the seed.
  const seed = process.env['FAULT_SEED'] ?? String(Date.now() % 2 ** 31);
  const rounds = String(quick ? ROUNDS.quick : ROUNDS.real);
  const env = { REQUIRE_FAULTS: '1', FAULT_ROUNDS: rounds, FAULT_SEED: seed, FAULT_FIGURES: figures };
  const args = [join('test', 'faults', file), '--testNamePattern', title, '--testTimeout', String(HOUR_MS)];
  try {
    await runVitest(args, env);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new Problem(`${file} found violations (FAULT_SEED=${seed}); they are shown above`);
  }
  if (!existsSync(figures)) throw new Problem(`${file} told nothing: no test is called "${title}"`);
  return { seed, ...sums(readFileSync(figures, 'utf8')) };
}

/**
 * The figures that all tests told, added up.
 *
 * @param {string} lines
 */
function sums(lines) {
  /** @type {Record<string, number>} */
  const all = {};
  for (const line of lines.trimEnd().split('\n')) {
    const told = /** @type {Record<string, number>} */ (JSON.parse(line));
    for (const [name, figure] of Object.entries(told)) all[name] = (all[name] ?? 0) + figure;
  }
  return all;
}
