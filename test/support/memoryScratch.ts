import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { removeCopies } from './removeCopies';

/** Where thousands of syncs and small files cost nothing, if this machine has such a place. */
export const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** As `scratchFolder`, but in memory: for tests with thousands of items that are not about the disk. */
export function memoryScratch(): string {
  const folder = mkdtempSync(join(MEMORY, 'evidence-copy-test-'));
  onTestFinished(() => removeCopies(folder));
  return folder;
}
