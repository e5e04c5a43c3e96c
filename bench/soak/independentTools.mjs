import { statSync } from 'node:fs';
import { Problem } from '../../scripts/support/problem.mjs';
import { runCommand } from '../../scripts/support/runCommand.mjs';

// Checks by tools that know nothing of this project, so that they can contradict it.

/**
 * The SHA-256 of a file as openssl gives it, in hex.
 *
 * @param {string} path
 */
export async function sha256(path) {
  const [digest = ''] = (await runCommand('openssl', ['dgst', '-sha256', '-r', path])).split(' ');
  return digest;
}

/**
 * @param {string} copy
 * @param {import('./sources.mjs').SourceFile} source
 * @throws {Problem} where the copy has another size or another digest than its source
 */
export async function expectCopyOf(copy, { path, size, digest }) {
  must(statSync(copy).size === size, `${copy} has another size than ${path}`);
  must((await sha256(copy)) === digest, `${copy} has another SHA-256 than ${path}`);
}

/**
 * @param {string} source
 * @param {string} copy
 * @throws {Error} where `diff -r` finds that the folders differ
 */
export async function expectSameTree(source, copy) {
  await runCommand('diff', ['-r', '--no-dereference', source, copy]);
}

/**
 * @param {boolean} condition
 * @param {string} otherwise What is wrong if it does not hold.
 */
export function must(condition, otherwise) {
  if (!condition) throw new Problem(otherwise);
}
