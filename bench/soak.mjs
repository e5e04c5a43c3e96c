// npm run soak [-- --quick] [-- --only NAME,NAME] [-- --folder DIR]: copies as large and as many as they come in the field,
// and faults at random as many times as `npm test` has no time for, once for real; each copy is checked with tools that
// know nothing of this project. Adds to bench/results/soak.json and soak.md.
import { parseArgs } from 'node:util';
import { Problem, runScript } from '../scripts/support/problem.mjs';
import { say, seconds } from '../scripts/support/say.mjs';
import { auditOfLarge, auditOfMany } from './soak/audits.mjs';
import { failingSource } from './soak/failingSource.mjs';
import { failedCalls, killed, powerCuts } from './soak/faultTests.mjs';
import { batchOf60, jobOf30, largeFile } from './soak/largeCopies.mjs';
import { manyFiles } from './soak/manyFiles.mjs';
import { manyJobs } from './soak/manyJobs.mjs';
import { addResults } from './soak/results.mjs';
import { Sources } from './soak/sources.mjs';
import { video } from './soak/video.mjs';
import { withWorkFolder } from './soak/workFolder.mjs';
import { zipOfLarge, zipOfMany } from './soak/zips.mjs';

/**
 * @typedef {object} SoakContext
 * @property {string} folder An empty folder for this case; it is removed afterwards.
 * @property {Sources} sources Large files that several cases copy.
 * @property {boolean} quick With sizes that only show that the case itself works.
 *
 * @typedef {Record<string, string | number | boolean>} Figures
 * @typedef {object} SoakCase
 * @property {string} name
 * @property {string} what What is done and what must come of it, for whoever reads the results.
 * @property {(context: SoakContext) => Promise<Figures>} run Throws where what must hold does not.
 */

/** @type {readonly SoakCase[]} */
const CASES = [
  failingSource,
  video,
  manyJobs,
  manyFiles,
  largeFile,
  jobOf30,
  batchOf60,
  auditOfMany,
  auditOfLarge,
  zipOfMany,
  zipOfLarge,
  killed,
  failedCalls,
  ...powerCuts,
];

await runScript(async () => {
  const { quick, only, folder } = options();
  const chosen = CASES.filter(({ name }) => only === undefined || only.includes(name));
  const results = await withWorkFolder(folder, (work) => runAll(chosen, work, quick));
  // Sizes of a quick run say nothing about the product.
  if (!quick) addResults(results);
  return results.every(({ passed }) => passed) ? 0 : 1;
});

/**
 * @param {readonly SoakCase[]} cases
 * @param {import('./soak/workFolder.mjs').WorkFolder} work
 * @param {boolean} quick
 */
async function runAll(cases, work, quick) {
  const sources = new Sources(work.subfolder('sources'));
  const results = [];
  for (const { name, what, run } of cases) {
    say(`\n── ${name}: ${what}`);
    const startedAt = performance.now();
    const outcome = await work.within(name, (folder) => outcomeOf(() => run({ folder, sources, quick })));
    const result = { name, what, ...outcome, durationMs: Math.round(performance.now() - startedAt) };
    results.push(result);
    say(`${result.passed ? 'passed' : 'FAILED'} in ${seconds(result.durationMs)}: ${JSON.stringify(result.figures)}`);
  }
  return results;
}

/**
 * One case that fails keeps no other from running.
 *
 * @param {() => Promise<Figures>} run
 * @returns {Promise<{ passed: boolean, figures: Figures }>}
 */
async function outcomeOf(run) {
  try {
    return { passed: true, figures: await run() };
  } catch (error) {
    return { passed: false, figures: { error: error instanceof Error ? error.message : String(error) } };
  }
}

function options() {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, only: { type: 'string' }, folder: { type: 'string' } },
  });
  const only = values.only?.split(',');
  const unknown = only?.find((name) => !CASES.some((each) => each.name === name));
  if (unknown !== undefined) {
    throw new Problem(`There is no case "${unknown}". Cases: ${CASES.map(({ name }) => name).join(', ')}.`);
  }
  return { quick: values.quick === true, only, folder: values.folder };
}
