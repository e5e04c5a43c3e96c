import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli, writeJobFile } from './commandLine.mjs';
import { expectSameTree, must } from './independentTools.mjs';
import { writeRandomFile } from './sources.mjs';

const JOBS = 60;
const MOST_GROWTH_MB = 20;
/** From here on everything that a process needs once is there. */
const SETTLED_JOB = 5;
const TEN = 10;

/** @type {import('../soak.mjs').SoakCase} */
export const manyJobs = {
  name: 'manyJobs',
  what: `${JOBS} jobs in a row in one process; all complete and equal (diff -r), its memory after the last within ${MOST_GROWTH_MB} MB of that after job ${SETTLED_JOB}; the same files as one job, for comparison`,
  async run({ folder, quick }) {
    const cards = join(folder, 'cards');
    mkdirSync(cards);
    const sizes = quick ? [1e5, 2e6] : [1e5, 2e6, 40e6];
    const sources = Array.from({ length: JOBS }, (_, index) => makeCard(join(cards, `card ${index + 1}`), sizes));
    const [copies, whole] = [join(folder, 'copies'), join(folder, 'whole')];
    const files = sources.map((source, index) =>
      writeJobFile(folder, `${index + 1}`, { sources: [source], destinations: [copies] }),
    );
    /** @type {{ memoryMB: number, durationMs: number, bytes: number }[]} */
    const ended = [];
    const { status, last } = await runCli(['run', ...files], ({ type, summary }, pid) => {
      if (type !== 'jobFinished') return;
      ended.push({ memoryMB: memoryOf(pid), durationMs: summary.durationMs, bytes: summary.bytes });
    });
    must(status === 0 && ended.length === JOBS, `exit status ${status} after ${ended.length} jobs`);
    for (const [index, source] of sources.entries()) await expectSameTree(source, join(copies, `card ${index + 1}`));
    const [early, late] = [ended[SETTLED_JOB - 1], ended.at(-1)];
    const growthMB = (late?.memoryMB ?? 0) - (early?.memoryMB ?? 0);
    must(growthMB <= MOST_GROWTH_MB, `memory grew by ${growthMB} MB: ${ended.map(({ memoryMB }) => memoryMB)}`);
    const asOne = await runCli(['copy', cards, '--to', whole]);
    must(asOne.status === 0, `the same as one job ended with exit status ${asOne.status}`);
    return {
      jobs: JOBS,
      bytes: last?.summary?.bytes,
      memoryAfterJob5MB: early?.memoryMB ?? 0,
      memoryAfterLastMB: late?.memoryMB ?? 0,
      rateOfFirstTenMBs: rateOf(ended.slice(0, TEN)),
      rateOfLastTenMBs: rateOf(ended.slice(-TEN)),
      durationMs: Math.round(last?.summary?.durationMs),
      asOneJobMs: asOne.last?.summary?.durationMs,
    };
  },
};

/**
 * @param {string} card
 * @param {readonly number[]} sizes
 */
function makeCard(card, sizes) {
  mkdirSync(card);
  for (const [index, size] of sizes.entries()) writeRandomFile(join(card, `${index}.bin`), size);
  return card;
}

/**
 * What a process occupies, with all its threads.
 *
 * @param {number} pid
 */
function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

/** @param {readonly { durationMs: number, bytes: number }[]} jobs */
function rateOf(jobs) {
  const sum = (/** @type {(job: { durationMs: number, bytes: number }) => number} */ of) =>
    jobs.reduce((total, job) => total + of(job), 0);
  return Math.round(sum(({ bytes }) => bytes) / sum(({ durationMs }) => durationMs) / 1000);
}
