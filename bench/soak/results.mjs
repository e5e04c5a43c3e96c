import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

const RESULTS = join(import.meta.dirname, '..', 'results');
const JSON_FILE = join(RESULTS, 'soak.json');

/** @typedef {{ name: string, what: string, passed: boolean, durationMs: number, figures: Record<string, string | number | boolean> }} CaseResult */
/** @typedef {{ endedAt: string, command: string, machine: Record<string, string | number | undefined>, results: CaseResult[] }} SoakRun */

/**
 * Adds a run to those on record, and writes them once more for people.
 *
 * @param {CaseResult[]} results
 */
export function addResults(results) {
  const args = process.argv.slice(2);
  const command = ['npm run soak', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  /** @type {SoakRun[]} */
  const runs = existsSync(JSON_FILE) ? JSON.parse(readFileSync(JSON_FILE, 'utf8')) : [];
  runs.push({ endedAt: new Date().toISOString(), command, machine: machine(), results });
  writeFileSync(JSON_FILE, `${JSON.stringify(runs, null, 2)}\n`);
  writeFileSync(join(RESULTS, 'soak.md'), page(runs));
}

function machine() {
  return {
    processor: cpus()[0]?.model,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
  };
}

/** @param {readonly SoakRun[]} runs */
function page(runs) {
  const head =
    '# Soak\n\nCopies as large and as many as they come, run once for real. Written by `npm run soak`; the newest run comes first.\n';
  return [head, ...runs.map(section).reverse()].join('\n');
}

/** @param {SoakRun} run */
function section({ endedAt, command, machine: { processor, cores, memoryGiB, kernel, node }, results }) {
  const where = `${processor}, ${cores} cores, ${memoryGiB} GiB, kernel ${kernel}, Node ${node}`;
  const rows = results.map(({ what, passed, durationMs, figures }) => {
    const told = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
    return `| ${what} | ${passed ? 'passed' : '**FAILED**'} | ${Math.round(durationMs / 1000)} s | ${told.join(', ')} |`;
  });
  return `## ${endedAt}\n\n\`${command}\` on ${where}.\n\n| case | result | all in all | figures |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}
