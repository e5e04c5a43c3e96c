import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed } from '../../scripts/support/runCommand.mjs';
import type { Sample } from '../model.mts';

/** One program of a way to copy. Arguments are given as they are; there is no shell. */
export interface Step {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Where its standard output goes; absent: nowhere. */
  readonly output?: string;
}

const OUTPUT_KEPT = 2000;

/**
 * Runs programs one after another and measures them together: the clock from outside, processor time and memory by
 * time(1), which the kernel accounts for. Throws where one of them fails: a copy that failed is no measurement.
 *
 * @param scratch A folder for what time(1) writes.
 */
export async function timed(steps: readonly Step[], scratch: string): Promise<Sample> {
  const started = performance.now();
  let [cpuMs, peakMemoryBytes] = [0, 0];
  for (const step of steps) {
    const account = join(scratch, 'time.txt');
    await runStep({ ...step, command: 'time', args: ['-o', account, '-f', '%U %S %M', step.command, ...step.args] });
    const [user = 0, system = 0, kibibytes = 0] = readFileSync(account, 'utf8').split(/\s+/).map(Number);
    cpuMs += (user + system) * 1000;
    peakMemoryBytes = Math.max(peakMemoryBytes, kibibytes * 1024);
  }
  return { wallMs: performance.now() - started, cpuMs, peakMemoryBytes };
}

/** Runs one program to its end. Throws {@link CommandFailed} where it does not succeed. */
export async function runStep({ command, args, cwd, output }: Step): Promise<void> {
  const target = output === undefined ? undefined : openSync(output, 'w');
  try {
    const child = spawn(command, args, { cwd, stdio: ['ignore', target ?? 'ignore', 'pipe'] });
    let complaints = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-OUTPUT_KEPT);
    });
    const stop = () => child.kill();
    process.once('exit', stop);
    const [code, signal]: unknown[] = await once(child, 'close');
    process.off('exit', stop);
    if (code !== 0) throw new CommandFailed([command, ...args].join(' '), `ended with ${code ?? signal}`, complaints);
  } finally {
    if (target !== undefined) closeSync(target);
  }
}
