import { readFileSync } from 'node:fs';
import { say } from '../../../scripts/support/say.mjs';

/** How a suite says in the console of its host that a test ended. */
const TEST_MESSAGE = /^(not ok|ok) (.*)$/s;

/**
 * Passes on to the person what a suite says about a test, as soon as it says so.
 *
 * @param {string} suite
 * @param {string} message A message on the host's console.
 */
export function reportTest(suite, message) {
  const [, verdict, text] = TEST_MESSAGE.exec(message) ?? [];
  if (text === undefined) return;
  say(`  ${verdict === 'ok' ? '✓' : '✗'} ${suite} › ${text.replaceAll('\n', '\n      ')}`);
}

/**
 * Counts the tests of a suite that has ended. Only the file counts that the suite wrote itself, because the exit code
 * of an extension host says nothing: one that crashed ends with 0 as well. What else went wrong is one more failure.
 *
 * @param {string} suite
 * @param {string} resultFile
 * @param {string | undefined} trouble What whoever started it has to say against a pass.
 * @returns {import('./counts.mjs').Counts}
 */
export function countSuite(suite, resultFile, trouble) {
  const counts = readCounts(resultFile);
  if (counts !== undefined && (counts.failed > 0 || (counts.passed > 0 && trouble === undefined))) return counts;
  const what = counts === undefined ? 'did not come to its end.' : 'has a result that cannot be right.';
  say(`  ✗ ${suite}: it ${what} ${trouble ?? ''}`);
  return { passed: counts?.passed ?? 0, failed: 1, skipped: counts?.skipped ?? 0 };
}

/**
 * @param {string} file
 * @returns {import('./counts.mjs').Counts | undefined}
 */
function readCounts(file) {
  try {
    const { passed, failed, skipped = 0 } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed, failed, skipped };
  } catch {
    // The suite did not get as far as writing it.
    return undefined;
  }
}
