import { Problem } from '../support/problem.mjs';
import { findProgram } from '../support/runCommand.mjs';
import { loadPlaywright } from './installation.mjs';

/** Size of the window, in pixels: enough for a side bar, an editor and a panel. */
const VIEWPORT = { width: 1280, height: 800 };

const CHROMIUM_ARGUMENTS = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Nothing outside of this machine can be asked for anything.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/**
 * What an in-host suite needs, as paths on the server's machine: the function `run` of `suite` is called in the
 * extension host, with `extensions` loaded from their sources.
 *
 * @typedef {{ suite: string, extensions: readonly string[] }} Development
 */

/**
 * Starts a browser without a visible window. It belongs to the caller, who closes it.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const executablePath = findProgram('chromium');
  if (executablePath === undefined) throw new Problem('Chromium was not found. Install it: apt-get install chromium');
  // Chromium's own sandbox cannot be set up by root.
  const args = process.getuid?.() === 0 ? [...CHROMIUM_ARGUMENTS, '--no-sandbox'] : CHROMIUM_ARGUMENTS;
  return await loadPlaywright().chromium.launch({ executablePath, headless: true, args });
}

/**
 * Makes a page for a window of VS Code; it is not loaded yet, so that the caller can listen first.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('./server.mjs').VsCodeServer} server
 * @param {Development} [development]
 */
export async function newPage(browser, server, development) {
  const context = await browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce' });
  const uri = (/** @type {string} */ path) => ({ scheme: 'vscode-remote', authority: server.authority, path });
  const developmentOptions = development && {
    extensions: development.extensions.map(uri),
    extensionTestsPath: uri(development.suite),
  };
  await context.addInitScript(patchConfiguration, { developmentOptions });
  return await context.newPage();
}

/**
 * Runs in the page, before the workbench: changes the configuration the server put there. A changed document would do
 * the same, but Chromium refuses web sockets to the loopback interface for a document it did not get from there.
 *
 * @param {{ developmentOptions: object | undefined }} change
 */
function patchConfiguration({ developmentOptions }) {
  const original = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    const value = original.call(this, name);
    if (value === null || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration') return value;
    const configuration = JSON.parse(value);
    configuration.productConfiguration = {
      ...configuration.productConfiguration,
      enableTelemetry: false,
      extensionsGallery: undefined,
    };
    if (developmentOptions !== undefined) {
      configuration.developmentOptions = { ...configuration.developmentOptions, ...developmentOptions };
    }
    return JSON.stringify(configuration);
  };
}
