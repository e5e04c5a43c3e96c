import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, onTestFinished } from 'vitest';
import { makeSampleWorkspace } from '../../../scripts/sampleWorkspace.mjs';
import { FAILURES_DIRECTORY } from '../../../scripts/support/paths.mjs';
import { Problem } from '../../../scripts/support/problem.mjs';
import { say } from '../../../scripts/support/say.mjs';
import { launchBrowser } from '../../../scripts/vscodeServer/browser.mjs';
import { startServer } from '../../../scripts/vscodeServer/server.mjs';
import { Workbench } from '../../../scripts/workbench/workbench.mjs';
import { VSIX_VARIABLE } from './browserTests.mjs';

/** @typedef {(workspace: ReturnType<typeof makeSampleWorkspace>) => void} Prepare */
/** @typedef {Omit<import('../../../scripts/vscodeServer/server.mjs').ServerOptions, 'vsixFiles'>} ServerOptions */
/** @typedef {ServerOptions & { prepare?: Prepare }} WindowOptions */
/** @typedef {Awaited<ReturnType<typeof open>>} Window */

/**
 * Opens a window of VS Code on a sample workspace, with the extension installed, for the test that calls it. At the end
 * of the test everything is closed and removed; of a test that failed a screenshot is kept.
 *
 * @param {WindowOptions} [options] `prepare` adds to the workspace before the window is opened: what comes later is shown
 *   only when it was noticed.
 */
export async function openWindow(options = {}) {
  return await open(options, (end) => onTestFinished(({ task }) => end(task)));
}

/**
 * The same for all tests of a file, one after another: each finds the window as the one before left it.
 *
 * @param {WindowOptions} [options]
 * @returns {() => Window} The window, for tests.
 */
export function sharedWindow(options = {}) {
  /** @type {Window | undefined} */
  let window;
  /** @type {End[]} */
  const ends = [];
  beforeAll(async () => {
    window = await open(options, (end) => ends.unshift(end));
  });
  afterEach(async ({ task }) => {
    if (window !== undefined && hasFailed(task)) await keepTraces(task.name, window.browser, window.server);
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return () => {
    if (window === undefined) throw new Error('The window is open while tests run.');
    return window;
  };
}

/** @typedef {(task?: import('vitest').TestContext['task']) => Promise<void>} End */

/**
 * @param {WindowOptions} options
 * @param {(end: End) => void} atEnd What is to be done at the end, the last first; with the test, where it is that of one.
 */
async function open({ prepare = () => {}, ...options }, atEnd) {
  const server = await startServer({ ...options, vsixFiles: [extensionFile()] });
  atEnd(() => server.stop());
  const workspace = makeSampleWorkspace(join(server.scratch, 'workspace'));
  prepare(workspace);
  const browser = await launchBrowser();
  atEnd(() => browser.close());
  atEnd(async (task) => {
    if (task !== undefined && hasFailed(task)) await keepTraces(task.name, browser, server);
  });
  const workbench = await Workbench.open(browser, server, workspace.folder);
  // Its banner moves everything below it, and closes a menu that is open.
  if (options.restrictedMode === true) await workbench.page.getByText('Restricted Mode is intended for').waitFor();
  return { workbench, workspace, server, browser };
}

/** @param {import('vitest').TestContext['task']} task */
function hasFailed(task) {
  return task.result?.state === 'fail';
}

function extensionFile() {
  const file = process.env[VSIX_VARIABLE];
  if (file === undefined)
    throw new Problem('These tests need the packed extension: start them with "npm run test:host".');
  return file;
}

/**
 * @param {string} test
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../../scripts/vscodeServer/server.mjs').VsCodeServer} server
 */
async function keepTraces(test, browser, server) {
  for (const [index, page] of browser
    .contexts()
    .flatMap((context) => context.pages())
    .entries()) {
    const picture = join(FAILURES_DIRECTORY, `${test.replace(/\W+/g, '-')}${index === 0 ? '' : `-${index + 1}`}.png`);
    await page.screenshot({ path: picture });
    say(`  Screenshot: ${picture}`);
  }
  say(`  End of the server's log:\n${server.logTail()}`);
}
