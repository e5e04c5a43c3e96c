// npm test: everything that is checked, one step after another, and one closing line that sums all suites.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installFaultPrograms } from './faultPrograms.mjs';
import { PROJECT_ROOT } from './support/paths.mjs';
import { runScript } from './support/problem.mjs';
import { CommandFailed, runCommand } from './support/runCommand.mjs';
import { runVitest } from './support/runVitest.mjs';
import { say } from './support/say.mjs';
import { withTemporaryDirectory } from './support/temporaryDirectory.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const NODE = process.execPath;
const BIN = join(PROJECT_ROOT, 'node_modules', '.bin');

/** Each is counted as one test, or writes its counts into the file it is given. */
const STEPS = [
  { name: 'types', run: () => runCommand(join(BIN, 'tsc'), ['--noEmit'], { show: true, cwd: PROJECT_ROOT }) },
  { name: 'lint and format', run: () => runCommand(join(BIN, 'biome'), ['ci'], { show: true, cwd: PROJECT_ROOT }) },
  { name: 'engine, client, command line, models, faults', run: runAllTests, counts: vitestCounts },
  { name: 'in the real VS Code', run: runHostSuites, counts: plainCounts },
  // Last, because the types of the browser driver are installed with the VS Code server.
  {
    name: 'types of the scripts',
    run: () => runCommand(join(BIN, 'tsc'), ['--noEmit', '-p', 'scripts'], { show: true }),
  },
];

await runScript(async () => {
  await installFaultPrograms();
  const sum = await withTemporaryDirectory('evidence-copy-counts-', runSteps);
  say(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
});

/**
 * @param {string} directory For the files with counts.
 * @returns {Promise<Counts>} Of all steps together.
 */
async function runSteps(directory) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [index, step] of STEPS.entries()) {
    say(`\n── ${step.name}`);
    const file = join(directory, `${index}.json`);
    const succeeded = await succeeds(() => step.run(file));
    const counts = countsOf(step, file, succeeded);
    for (const key of /** @type {(keyof Counts)[]} */ (Object.keys(sum))) sum[key] += counts[key];
  }
  return sum;
}

/**
 * A step that failed counts as a failure even where its suites say otherwise, and so does one that ran no test.
 *
 * @param {{ counts?: (file: string) => Counts }} step
 * @param {string} file
 * @param {boolean} succeeded
 * @returns {Counts}
 */
function countsOf({ counts }, file, succeeded) {
  if (counts === undefined) return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const found = counts(file);
  const isHonest = succeeded === (found.failed === 0) && found.passed > 0;
  return isHonest ? found : { ...found, failed: Math.max(1, found.failed) };
}

/** @param {() => Promise<unknown>} work */
async function succeeds(work) {
  try {
    await work();
    return true;
  } catch (error) {
    say(error instanceof CommandFailed ? error.message : String(error));
    return false;
  }
}

/** @param {string} file */
async function runAllTests(file) {
  await runVitest(['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
}

/** @param {string} file */
async function runHostSuites(file) {
  const env = { ...process.env, TEST_COUNTS_FILE: file };
  await runCommand(NODE, ['test/host/run.mjs'], { show: true, cwd: PROJECT_ROOT, env });
}

/**
 * @param {string} file
 * @returns {Counts}
 */
function vitestCounts(file) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = readJson(file);
  // A file that could not even be loaded has no tests that could fail.
  const failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0);
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

/**
 * @param {string} file
 * @returns {Counts}
 */
function plainCounts(file) {
  const { passed, failed, skipped } = readJson(file);
  return { passed, failed, skipped };
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
