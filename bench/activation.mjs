// npm run bench:activation: how long the installed extension takes to get active, by the extension host's own clock.
// Writes bench/results/activation.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension, packageExtension } from '../scripts/extensionPackage.mjs';
import { makeSampleWorkspace } from '../scripts/sampleWorkspace.mjs';
import { Problem, runScript } from '../scripts/support/problem.mjs';
import { say } from '../scripts/support/say.mjs';
import { withTemporaryDirectory } from '../scripts/support/temporaryDirectory.mjs';
import { launchBrowser } from '../scripts/vscodeServer/browser.mjs';
import { ensureInstalled } from '../scripts/vscodeServer/install.mjs';
import { withServer } from '../scripts/vscodeServer/server.mjs';
import { Workbench } from '../scripts/workbench/workbench.mjs';
import { describeMachine } from './measure/machine.mts';
import { spread } from './statistics.mts';

/** Windows that are opened one after another, each with an extension host of its own. */
const WINDOWS = 12;
/** High enough for the whole list of running extensions: rows that are not seen are not there. */
const VIEWPORT = { width: 1280, height: 1600 };
const RESULTS = join(import.meta.dirname, 'results');

await runScript(async () => {
  await ensureInstalled();
  const machine = describeMachine();
  const activationMs = await withTemporaryDirectory('evidence-copy-bench-', async (work) => {
    const vsix = join(work, 'evidence-copy.vsix');
    await buildExtension();
    await packageExtension(vsix);
    return await withServer({ vsixFiles: [vsix] }, measureWindows);
  });
  const results = {
    measuredAt: new Date().toISOString(),
    command: 'npm run bench:activation',
    machine,
    activationMs: { ...spread(activationMs), windows: activationMs },
  };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'activation.json'), `${JSON.stringify(results, null, 2)}\n`);
});

/** @param {import('../scripts/vscodeServer/server.mjs').VsCodeServer} server */
async function measureWindows(server) {
  const workspace = makeSampleWorkspace(join(server.scratch, 'workspace'));
  const browser = await launchBrowser();
  try {
    const times = [];
    for (let window = 0; window < WINDOWS; window++) {
      const workbench = await Workbench.open(browser, server, workspace.folder);
      times.push(await activationOf(workbench));
      say(`window ${window + 1}: ${times.at(-1)} ms`);
      await workbench.close();
    }
    return times;
  } finally {
    await browser.close();
  }
}

/**
 * Uses the extension for the first time in a window, and reads what the extension host says of it: the time to load the
 * code and that of its `activate`, together, in milliseconds.
 *
 * @param {Workbench} workbench
 */
async function activationOf(workbench) {
  const { page, quickInput } = workbench;
  await page.setViewportSize(VIEWPORT);
  await workbench.runCommand('Evidence Copy: Show Copies');
  await page.getByPlaceholder('Nothing is being copied').waitFor();
  await quickInput.cancel();
  await workbench.runCommand('Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row[aria-label="evidence-copy"]');
  const said = await row.locator('.activation-time').innerText();
  const [, milliseconds] = /^Activation: (\d+)ms$/.exec(said) ?? [];
  if (milliseconds === undefined) throw new Problem(`The extension host says something else: ${said}`);
  return Number(milliseconds);
}
