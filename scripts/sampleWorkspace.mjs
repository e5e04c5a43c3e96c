import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeSampleCase } from './sampleCase.mjs';

/** Names in a sample workspace. */
export const CASE_FOLDER = 'case';
export const COPIES_FOLDER = 'copies';

/**
 * Makes a folder to open in VS Code, with a case to copy and a place to copy it to.
 *
 * @param {string} folder Is created; must not exist.
 */
export function makeSampleWorkspace(folder) {
  mkdirSync(folder);
  const source = join(folder, CASE_FOLDER);
  const destination = join(folder, COPIES_FOLDER);
  makeSampleCase(source);
  mkdirSync(destination);
  return { folder, source, destination };
}
