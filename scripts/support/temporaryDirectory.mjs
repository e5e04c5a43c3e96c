import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from './removeTree.mjs';

/**
 * Makes a temporary folder, hands it over, and removes it afterwards; also when this process ends before that, unless
 * it is killed.
 *
 * @template Result
 * @param {string} prefix
 * @param {(directory: string) => Promise<Result>} use
 * @param {string} [parent]
 * @returns {Promise<Result>}
 */
export async function withTemporaryDirectory(prefix, use, parent = tmpdir()) {
  const directory = mkdtempSync(join(parent, prefix));
  const removeNow = () => rmSync(directory, { recursive: true, force: true });
  process.once('exit', removeNow);
  try {
    return await use(directory);
  } finally {
    await removeTree(directory);
    process.off('exit', removeNow);
  }
}
