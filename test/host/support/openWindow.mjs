import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeSampleWorkspace } from '../../../scripts/sampleWorkspace.mjs';
import { FAILURES_DIRECTORY } from '../../../scripts/support/paths.mjs';
import { Problem } from '../../../scripts/support/problem.mjs';
import { say } from '../../../scripts/support/say.mjs';
import { launchBrowser } from '../../../scripts/vscodeServer/browser.mjs';
import { startServer } from '../../../scripts/vscodeServer/server.mjs';
import { Workbench } from '../../../scripts/workbench/workbench.mjs';
import { VSIX_VARIABLE } from './browserTests.mjs';

/** @typedef {(workspace: ReturnType<typeof makeSampleWorkspace>) => void} Prepare */

/**
 * Opens a window of VS Code on a sample workspace, with the extension installed, for the test that calls it. At the end
 * of the test everything is closed and removed; of a test that failed a screenshot is kept.
 *
 * @param {Omit<import('../../../scripts/vscodeServer/server.mjs').ServerOptions, 'vsixFiles'> & { prepare?: Prepare }} [options]
 *   `prepare` adds to the workspace before the window is opened: what comes later is shown only when it was noticed.
 */
export async function openWindow({ prepare = () => {}, ...options } = {}) {
  const server = await startServer({ ...options, vsixFiles: [extensionFile()] });
  onTestFinished(() => server.stop());
  const workspace = makeSampleWorkspace(join(server.scratch, 'workspace'));
  prepare(workspace);
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await keepTraces(task.name, browser, server);
  });
  const workbench = await Workbench.open(browser, server, workspace.folder);
  // Its banner moves everything below it, and closes a menu that is open.
  if (options.restrictedMode === true) await workbench.page.getByText('Restricted Mode is intended for').waitFor();
  return { workbench, workspace, server };
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
