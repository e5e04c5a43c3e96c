import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from '../../scripts/support/paths.mjs';

const CLI = join(PROJECT_ROOT, 'dist', 'cli.js');

/** A line of `--json`; `summary` is there where a job, or the batch, has ended. */
/** @typedef {{ type: string, summary?: any, [key: string]: any }} JsonLine */

/**
 * Runs the built command line with `--json` and hands over each line. It waits for what the handler returns.
 *
 * @param {readonly string[]} args
 * @param {(line: JsonLine, pid: number) => void | Promise<void>} [onLine]
 * @returns {Promise<{ status: number | null, last: JsonLine | undefined }>} The exit status and the last line.
 */
export async function runCli(args, onLine = () => {}) {
  const child = spawn(process.execPath, [CLI, ...args, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = () => child.kill();
  process.once('exit', stop);
  const closed = once(child, 'close');
  /** @type {JsonLine | undefined} */
  let last;
  try {
    for await (const text of createInterface({ input: child.stdout })) {
      const line = /** @type {JsonLine} */ (JSON.parse(text));
      await onLine(line, child.pid ?? 0);
      last = line;
    }
  } catch (error) {
    stop();
    throw error;
  } finally {
    process.off('exit', stop);
  }
  const [status] = await closed;
  return { status, last };
}

/**
 * Writes a job file and gives its path.
 *
 * @param {string} folder
 * @param {string} name
 * @param {{ sources: string[], destinations: string[], onItemError?: 'continue' | 'stop' }} job
 */
export function writeJobFile(folder, name, job) {
  const path = join(folder, `${name}.evidence-job.json`);
  writeFileSync(path, JSON.stringify(job));
  return path;
}
