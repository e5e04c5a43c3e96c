import { closeSync, openSync, writeSync } from 'node:fs';
import { expect } from 'vitest';
import { KiB } from './samples';

/** Writes a new file until nothing more fits on its disk. */
export function fillDisk(path: string): void {
  const file = openSync(path, 'wx');
  const block = Buffer.alloc(64 * KiB, 1);
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
}
