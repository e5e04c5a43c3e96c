import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { removeCopies } from './removeCopies';

/** An empty folder that is removed when the test has finished, whatever modes lie in it. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-copy-test-'));
  onTestFinished(() => removeCopies(folder));
  return folder;
}
