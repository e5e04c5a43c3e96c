import { join } from 'node:path';
import { CASE_FOLDER, makeSampleWorkspace } from '../sampleWorkspace.mjs';
import { compareTrees } from '../support/compareTrees.mjs';
import { FAILURES_DIRECTORY } from '../support/paths.mjs';
import { say, step } from '../support/say.mjs';
import { launchBrowser } from '../vscodeServer/browser.mjs';
import { withServer } from '../vscodeServer/server.mjs';
import { Workbench } from '../workbench/workbench.mjs';

/** Longest time the copy of the sample case may take. */
const COPY_LIMIT_MS = 120_000;

/** Differences that are printed. */
const SHOWN_DIFFERENCES = 20;

/** The word for what was proved, in the message at the end of a copy. */
const GRADE = /\bGrade (\w+)/;

/**
 * Copies the sample case the way a person would – right-click, destination, wait for the message – and then compares
 * source and copy on the disk, without asking the extension.
 *
 * @param {string} vsix
 * @param {() => void} ready Called when a person could begin.
 * @returns {Promise<number>} Exit code: 0 only if the copy is complete.
 */
export async function checkCopy(vsix, ready) {
  return await withServer({ vsixFiles: [vsix] }, async (server) => {
    const workspace = await step('Making a sample case', async () =>
      makeSampleWorkspace(join(server.scratch, 'sample')),
    );
    const browser = await launchBrowser();
    try {
      const workbench = await step('Opening VS Code', () => Workbench.open(browser, server, workspace.folder));
      ready();
      try {
        const end = await copyByHand(workbench, workspace.destination);
        const copy = join(workspace.destination, CASE_FOLDER);
        return report(end, copy, compareTrees(workspace.source, copy));
      } catch (error) {
        const picture = join(FAILURES_DIRECTORY, 'start-check.png');
        await workbench.screenshot(picture);
        say(`  Screenshot: ${picture}`);
        throw error;
      }
    } finally {
      await browser.close();
    }
  });
}

/**
 * @param {Workbench} workbench
 * @param {string} destination
 */
async function copyByHand(workbench, destination) {
  await step('Right-click "case", "Copy with Verification…"', () =>
    workbench.explorer.contextMenu(CASE_FOLDER, 'Copy with Verification…'),
  );
  await step('Choosing the destination', () => workbench.quickInput.choosePath(`${destination}/`, 'Copy Here'));
  return await step('Waiting for the end of the copy', async () => {
    const notification = await workbench.notifications.waitFor(`"${CASE_FOLDER}"`, { timeout: COPY_LIMIT_MS });
    return { severity: await notification.severity(), message: await notification.message() };
  });
}

/**
 * @param {{ severity: string, message: string }} end
 * @param {string} copy
 * @param {ReturnType<typeof compareTrees>} comparison
 */
function report({ severity, message }, copy, { items, differences }) {
  const complete = severity === 'info' && differences.length === 0;
  say(`\nThe extension said:  ${message}`);
  say(`Outcome:             ${complete ? 'complete' : 'NOT COMPLETE'}`);
  say(`Grade:               ${GRADE.exec(message)?.[1] ?? 'none was named'}`);
  say(`Where:               ${copy} (removed again at the end)`);
  say(`Compared on disk:    ${items} items, ${differences.length} differences`);
  for (const difference of differences.slice(0, SHOWN_DIFFERENCES)) say(`  ${difference}`);
  return complete ? 0 : 1;
}
