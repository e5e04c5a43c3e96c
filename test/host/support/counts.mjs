import { writeFileSync } from 'node:fs';

/**
 * How many tests ended how.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @type {Readonly<Counts>} */
export const NOTHING = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {readonly Counts[]} parts
 * @returns {Counts}
 */
export function sum(parts) {
  return parts.reduce(
    (total, part) => ({
      passed: total.passed + part.passed,
      failed: total.failed + part.failed,
      skipped: total.skipped + part.skipped,
    }),
    NOTHING,
  );
}

/**
 * Hands the counts to whoever sums all tests, in the file named by the environment variable `TEST_COUNTS_FILE`.
 *
 * @param {Counts} counts
 */
export function handOver(counts) {
  const file = process.env['TEST_COUNTS_FILE'];
  if (file !== undefined && file !== '') writeFileSync(file, JSON.stringify(counts));
}

/** @param {Counts} counts */
export function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
