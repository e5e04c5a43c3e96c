import { spawn } from 'node:child_process';
import { CASE_FOLDER, COPIES_FOLDER, makeSampleWorkspace } from '../sampleWorkspace.mjs';
import { SAMPLE_DIRECTORY } from '../support/paths.mjs';
import { removeTree } from '../support/removeTree.mjs';
import { findProgram } from '../support/runCommand.mjs';
import { say, step } from '../support/say.mjs';
import { startServer } from '../vscodeServer/server.mjs';

/** Programs that open an address in the person's own browser, the best first. */
const OPENERS = ['xdg-open', 'chromium', 'firefox'];

/**
 * Keeps VS Code open on a sample case until Ctrl+C, and tells the person what to try.
 *
 * @param {string} vsix
 * @param {() => void} ready Called when a person could begin.
 * @returns {Promise<number>} Exit code.
 */
export async function keepOpen(vsix, ready) {
  const workspace = await step('Making a sample case', async () => {
    await removeTree(SAMPLE_DIRECTORY);
    return makeSampleWorkspace(SAMPLE_DIRECTORY);
  });
  const server = await step('Starting VS Code', () => startServer({ vsixFiles: [vsix] }));
  const address = server.address(workspace.folder);
  ready();
  say(`
VS Code is at  ${address}
${openBrowser(address) ? 'It should open by itself. ' : 'Open this address in a browser on this machine. '}Three things to try:

  1. Right-click "${CASE_FOLDER}" in the explorer, choose "Copy with Verification…",
     enter ${workspace.destination}/ and click "Copy Here".
  2. Watch the status bar at the bottom; at the end a message says what was proved.
  3. Look into "${COPIES_FOLDER}" and check the copy with a tool that is not ours:
       cd ${shellQuoted(workspace.destination)}
       sha256sum -c evidence-records/*/manifest-sha256.txt

The case and your copies are in ${SAMPLE_DIRECTORY} until the next start.
Press Ctrl+C to end.`);
  await interrupted();
  say('\nEnding VS Code …');
  await server.stop();
  return 0;
}

/** Waits for Ctrl+C, or for another program that asks this one to end; either no longer ends it at once. */
async function interrupted() {
  await new Promise((resolve) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.removeAllListeners(signal);
      process.once(signal, resolve);
    }
  });
}

/**
 * Opens the address where there is a display and something to open it with.
 *
 * @param {string} address
 */
function openBrowser(address) {
  const hasDisplay = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
  const opener = OPENERS.map(findProgram).find((program) => program !== undefined);
  if (!hasDisplay || opener === undefined) return false;
  // A browser that does not start is no trouble: the address is printed.
  spawn(opener, [address], { detached: true, stdio: 'ignore' })
    .on('error', () => {})
    .unref();
  return true;
}

/** @param {string} path */
function shellQuoted(path) {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
