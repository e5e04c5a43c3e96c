import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JobRequest } from '../../src/engine/model/job/job';
import { type Call, hookedFileSystem, systemError } from './hookedFileSystem';
import { type EngineRun, type RunOptions, runEngine } from './runEngine';

/** Calls that change nothing on the disk: they are let through, so that a test does not run out of descriptors. */
const CLOSING = new Set(['folder.close', 'file.close']);

/** A run that was ended in the middle, as by SIGKILL: from one call on nothing reaches the disk any more. */
export interface KilledRun {
  readonly run: EngineRun;
  /** The first call that did not happen; undefined where the run came to its end before. */
  readonly at: Call | undefined;
}

/** Runs a job and lets nothing happen from the first call on for which `isReached` says so. Its locks are those of the dead. */
export async function runUntil(
  request: JobRequest,
  isReached: (call: Call) => boolean,
  options: RunOptions = {},
): Promise<KilledRun> {
  let at: Call | undefined;
  const fs = hookedFileSystem({
    before: (call) => {
      if (CLOSING.has(call.kind)) return;
      if (at === undefined && isReached(call)) at = call;
      if (at !== undefined) throw systemError('EIO', call);
    },
  });
  const run = await runEngine(request, { ...options, fs });
  if (at !== undefined) forgetOwners(request.destinations[0] ?? '');
  return { run, at };
}

/** Removes the locks of engines that are meant to be dead: in a test they lived in this very thread. */
export function forgetOwners(destination: string): void {
  if (!existsSync(destination)) return;
  for (const staging of readdirSync(destination).filter((name) => /^\.?INCOMPLETE-/.test(name))) {
    for (const name of readdirSync(join(destination, staging))) {
      if (name.startsWith('owner-')) rmSync(join(destination, staging, name));
    }
  }
}
