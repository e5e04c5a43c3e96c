import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep, type Step } from './timed.mts';

/** Counts the system calls of all threads and processes of some programs. Slow: never part of a measured run. */
export async function countSyscalls(steps: readonly Step[], scratch: string): Promise<number> {
  let calls = 0;
  for (const step of steps) {
    const table = join(scratch, 'strace.txt');
    await runStep({ ...step, command: 'strace', args: ['-f', '-c', '-o', table, step.command, ...step.args] });
    calls += totalCalls(readFileSync(table, 'utf8'));
  }
  return calls;
}

/** The sum in the last line of what `strace -c` writes: `100.00 0.123 4 5678 90 total`; errors may be left out. */
export function totalCalls(table: string): number {
  const total = /^\s*100\.00\s+[\d.]+\s+\d*\s+(\d+)\s+(?:\d+\s+)?total\s*$/m.exec(table)?.[1];
  if (total === undefined) throw new Error('strace -c ended without a total');
  return Number(total);
}
