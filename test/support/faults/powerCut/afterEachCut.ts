import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { stagingFolders } from '../aftermath';
import { chosenSeed, rounds, tellFigures } from '../effort';
import type { CrashState } from './crashStates';
import type { RecordedDisk } from './recordedDisk';

/** What a look at one state found, in numbers that are added up. */
export type Found = Readonly<Record<string, number>>;

/**
 * Looks at a disk as it comes back after each of many power cuts, from a mark on. Fails where any look failed, with all
 * of them.
 *
 * @param few How many states `npm test` looks at.
 */
export async function afterEachCut(
  disk: RecordedDisk,
  few: number,
  look: (folder: string, state: CrashState) => Promise<Found>,
  fromMark = 0,
): Promise<void> {
  const seed = chosenSeed();
  const sums: Record<string, number> = {};
  const violations: string[] = [];
  let states = 0;
  for (const state of disk.states(rounds(few), seed, fromMark)) {
    states++;
    try {
      const found = await disk.withState(state, (folder) => look(folder, state));
      for (const [name, figure] of Object.entries(found)) sums[name] = (sums[name] ?? 0) + figure;
    } catch (error) {
      violations.push(`FAULT_SEED=${seed}, state ${states} (writes ${state.name}): ${String(error)}`);
    }
  }
  tellFigures({ states, ...sums, ...disk.counts, violations: violations.length });
  expect(violations).toEqual([]);
  expect(states).toBeGreaterThan(0);
}

/** A machine takes longer to start again than the ten seconds for which a lock without content counts. */
export function letTimePass(destination: string): void {
  for (const staging of stagingFolders(destination)) {
    const locks = readdirSync(staging).filter((name) => name.startsWith('owner-'));
    for (const lock of locks) utimesSync(join(staging, lock), 0, 0);
  }
}
