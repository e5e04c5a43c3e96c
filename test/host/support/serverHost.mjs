import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'node:util';
import { makeSampleWorkspace } from '../../../scripts/sampleWorkspace.mjs';
import { FAILURES_DIRECTORY } from '../../../scripts/support/paths.mjs';
import { say } from '../../../scripts/support/say.mjs';
import { launchBrowser, newPage } from '../../../scripts/vscodeServer/browser.mjs';
import { withServer } from '../../../scripts/vscodeServer/server.mjs';
import { countSuite, reportTest } from './suiteReport.mjs';

/** Longest time a suite may take, from the first request to its end. */
const LIMIT_MS = 120_000;

/** Messages of the console that are shown when a suite fails, and lines of each: the workbench is talkative. */
const CONSOLE_MESSAGES = 20;
const LINES_PER_MESSAGE = 6;

/**
 * The extension under test: the file people install, or the folder of its sources.
 *
 * @typedef {{ vsix: string } | { sources: string }} Extension
 */

/**
 * Runs one suite in the extension host of a fresh VS Code server, and prints and counts its tests.
 *
 * @param {import('./suites.mjs').Suite} suite
 * @param {Extension} extension
 * @param {string} work A folder for the result.
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function runSuiteInServer(suite, extension, work) {
  const resultFile = join(work, `${suite.name}.result.json`);
  const options = { vsixFiles: 'vsix' in extension ? [extension.vsix] : [], env: { SUITE_RESULT: resultFile } };
  return await withServer(options, async (server) => {
    const browser = await launchBrowser();
    try {
      // The suite's own folder is an extension, too: without one that is developed, VS Code runs no suite.
      const sources = 'sources' in extension ? [extension.sources] : [];
      const extensions = [dirname(suite.file), ...(suite.companions ?? []), ...sources];
      const page = await newPage(browser, server, { suite: suite.file, extensions });
      const workspace = makeSampleWorkspace(join(server.scratch, 'workspace'));
      const hostConsole = await listenToConsole(page, suite.name);
      const trouble = await runInPage(page, server.address(workspace.folder));
      const counts = countSuite(suite.name, resultFile, trouble);
      if (counts.failed > 0) await keepTraces(suite.name, page, server, hostConsole);
      return counts;
    } finally {
      await browser.close();
    }
  });
}

/**
 * Reports tests as they end, and returns the last messages on the console of window and extension host, kept up to date.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} suite
 */
async function listenToConsole(page, suite) {
  /** @type {string[]} */
  const messages = [];
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
    const message = format(...args);
    reportTest(suite, message);
    messages.push(message.split('\n', LINES_PER_MESSAGE).join('\n'));
    if (messages.length > CONSOLE_MESSAGES) messages.shift();
  });
  return messages;
}

/**
 * Loads the window, which runs the suite by itself, and waits for its end.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} address
 * @returns {Promise<string | undefined>} What speaks against a pass.
 */
async function runInPage(page, address) {
  const exitCode = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
  const crash = new Promise((resolve) => page.once('crash', () => resolve('crash')));
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, LIMIT_MS, 'limit');
  });
  await page.goto(address);
  const end = await Promise.race([exitCode, crash, limit]);
  clearTimeout(timer);
  return troubleOf(end);
}

/** @param {unknown} end */
function troubleOf(end) {
  if (end === 0) return undefined;
  if (end === 'crash') return 'The page of the window crashed.';
  if (end === 'limit') return `It was given up after ${LIMIT_MS / 1000} s.`;
  return `The extension host ended with exit code ${end}.`;
}

/**
 * @param {string} name
 * @param {import('playwright-core').Page} page
 * @param {import('../../../scripts/vscodeServer/server.mjs').VsCodeServer} server
 * @param {readonly string[]} hostConsole
 */
async function keepTraces(name, page, server, hostConsole) {
  mkdirSync(FAILURES_DIRECTORY, { recursive: true });
  const picture = join(FAILURES_DIRECTORY, `${name}.png`);
  await page.screenshot({ path: picture });
  say(`\n  Console of window and extension host:\n${hostConsole.join('\n')}`);
  say(`\n  End of the server's log:\n${server.logTail()}`);
  say(`\n  Screenshot: ${picture}\n`);
}
