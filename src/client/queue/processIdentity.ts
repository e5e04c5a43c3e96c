import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { codeOf } from '../../engine/model/failure/thrown';

/** What tells a process from every other one, also from a later one with the same number. */
export const ProcessIdentitySchema = z.strictObject({
  pid: z.int().check(z.minimum(1)),
  /** When it was started, as `/proc` says; null where there is no `/proc`. */
  startTime: z.nullable(z.string()),
  hostname: z.string(),
});
export type ProcessIdentity = z.infer<typeof ProcessIdentitySchema>;

/** This process. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  return { pid: process.pid, startTime: await startTimeOf(process.pid), hostname: hostname() };
}

/**
 * Whether a process still runs. One of another machine cannot be looked at and counts as running, because to take it for
 * dead wrongly is the worse mistake.
 */
export async function isAlive({ pid, startTime, hostname: host }: ProcessIdentity): Promise<boolean> {
  if (host !== hostname()) return true;
  if (!hasProcess(pid)) return false;
  return startTime === null || (await startTimeOf(pid)) === startTime;
}

function hasProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be signalled, but is there.
    return codeOf(error) === 'EPERM';
  }
}

/** Field 22 of `/proc/<pid>/stat`: clock ticks from the start of the system to that of the process. */
async function startTimeOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'latin1');
    // The second field is the name of the program and may hold spaces and parentheses itself.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    // The process has ended meanwhile, or `/proc` is not to be had.
    return null;
  }
}
