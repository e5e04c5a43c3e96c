import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed } from '../../../scripts/support/runCommand.mjs';
import { runVitest } from '../../../scripts/support/runVitest.mjs';

/** Environment variable with the path of the extension to install. */
export const VSIX_VARIABLE = 'EVIDENCE_COPY_VSIX';

/**
 * Runs the tests that use a window as a person would, and counts them.
 *
 * @param {string} vsix
 * @param {string} work A folder for the result.
 * @param {readonly string[]} filters Parts of file names; all tests if there are none.
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function runBrowserTests(vsix, work, filters) {
  const report = join(work, 'browser.json');
  const config = join(import.meta.dirname, '..', 'vitest.config.mts');
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['--config', config, '--passWithNoTests', ...reporters, ...filters];
  const succeeded = await runVitest(args, { [VSIX_VARIABLE]: vsix }).then(
    () => true,
    (error) => {
      if (error instanceof CommandFailed) return false;
      throw error;
    },
  );
  return countsOf(report, succeeded);
}

/**
 * @param {string} report
 * @param {boolean} succeeded
 */
function countsOf(report, succeeded) {
  if (!existsSync(report)) return { passed: 0, failed: succeeded ? 0 : 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  // A run can fail without a test that failed: a file that cannot be loaded, an error nobody waited for.
  const failed = Math.max(result.numFailedTests, succeeded ? 0 : 1);
  return { passed: result.numPassedTests, failed, skipped: result.numPendingTests + result.numTodoTests };
}
