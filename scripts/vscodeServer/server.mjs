import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Problem } from '../support/problem.mjs';
import { runCommand } from '../support/runCommand.mjs';
import { installationLayout } from './installation.mjs';
import { WINDOW_SETTINGS } from './windowSettings.mjs';

/** Characters of the log shown when something failed. */
const LOG_TAIL = 4000;

/**
 * @typedef {object} ServerOptions
 * @property {readonly string[]} [vsixFiles] Extensions to install before the start.
 * @property {boolean} [restrictedMode] Folders are not trusted. Else workspace trust is off, as if all of them were.
 * @property {Record<string, unknown>} [settings] Settings of the person and of the machine, beside those for a quiet window.
 * @property {Record<string, string>} [env] Environment of the extension host, beside what it needs.
 */

/** A running VS Code server with data and extension folders of its own, on a free port of the loopback interface. */
export class VsCodeServer {
  #keeper;

  /**
   * @param {import('node:child_process').ChildProcess} keeper
   * @param {string} directory
   * @param {number} port
   * @param {string} token
   */
  constructor(keeper, directory, port, token) {
    this.#keeper = keeper;
    /** The server's own temporary folder; removed by {@link stop}. */
    this.directory = directory;
    /** An empty folder in it, for whoever uses the server. */
    this.scratch = join(directory, 'scratch');
    /** User settings of the window; changes take effect at once. */
    this.settingsFile = join(directory, 'data', 'data', 'User', 'settings.json');
    /** The machine as the window knows it. */
    this.authority = `127.0.0.1:${port}`;
    this.token = token;
  }

  /**
   * The address of a window on a folder, or on nothing.
   *
   * @param {string} [folder]
   */
  address(folder) {
    const query = new URLSearchParams({ tkn: this.token, ...(folder === undefined ? {} : { folder }) });
    return `http://${this.authority}/?${query}`;
  }

  /** The end of what the server wrote. */
  logTail() {
    return readFileSync(join(this.directory, 'server.log'), 'utf8').slice(-LOG_TAIL);
  }

  /**
   * Uninstalls an extension, as its button does.
   *
   * @param {string} extension Its id.
   */
  async uninstall(extension) {
    const { node, serverMain } = installationLayout();
    const args = [serverMain, ...folderArguments(this.directory), '--uninstall-extension', extension];
    await runCommand(node, args, { env: serverEnvironment(this.directory) });
  }

  /** Ends the server and everything it started, and removes its folder. Also happens when this process ends. */
  async stop() {
    if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#keeper.once('exit', resolve));
    this.#keeper.stdin?.end();
    await gone;
  }
}

/**
 * Starts a server and waits until it listens. The server must be installed.
 *
 * @param {ServerOptions} [options]
 * @returns {Promise<VsCodeServer>}
 */
export async function startServer({ vsixFiles = [], restrictedMode = false, settings = {}, env = {} } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'evidence-copy-server-'));
  for (const name of ['data/data/User', 'data/data/Machine', 'extensions', 'home', 'run', 'scratch']) {
    mkdirSync(join(directory, name), { recursive: true });
  }
  const token = randomBytes(16).toString('hex');
  writeFileSync(join(directory, 'token'), token, { mode: 0o600 });
  writeFileSync(
    join(directory, 'data', 'data', 'User', 'settings.json'),
    JSON.stringify({ ...WINDOW_SETTINGS, ...settings }, null, 2),
  );
  writeFileSync(join(directory, 'data', 'data', 'Machine', 'settings.json'), JSON.stringify(settings, null, 2));
  const { node, serverMain } = installationLayout();
  const keeper = startKeeper({
    directory,
    program: node,
    // Extensions first: the server looks at its folder of extensions only when it starts.
    preparations: vsixFiles.map((vsix) => [serverMain, ...folderArguments(directory), '--install-extension', vsix]),
    server: [serverMain, ...serverArguments(directory, restrictedMode)],
    env: { ...serverEnvironment(directory), ...env },
  });
  // From here on the keeper removes the folder, whatever happens.
  try {
    const port = await listeningPort(keeper);
    return new VsCodeServer(keeper, directory, port, token);
  } catch (error) {
    keeper.stdin?.end();
    throw error;
  }
}

/**
 * Starts a server, hands it over, and stops it afterwards.
 *
 * @template Result
 * @param {ServerOptions} options
 * @param {(server: VsCodeServer) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
export async function withServer(options, use) {
  const server = await startServer(options);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** @param {string} directory */
function folderArguments(directory) {
  return ['--server-data-dir', join(directory, 'data'), '--extensions-dir', join(directory, 'extensions')];
}

/**
 * @param {string} directory
 * @param {boolean} restrictedMode
 */
function serverArguments(directory, restrictedMode) {
  return [
    ...folderArguments(directory),
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token-file', join(directory, 'token')],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-telemetry', '--disable-experiments'],
    ...(restrictedMode ? [] : ['--disable-workspace-trust']),
  ];
}

/**
 * Nothing of this process' environment but the PATH: a server within VS Code's own terminal would be misled by it.
 * Temporary files and sockets go into the server's folder, so that they go with it.
 *
 * @param {string} directory
 */
function serverEnvironment(directory) {
  const run = join(directory, 'run');
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: join(directory, 'home'),
    TMPDIR: run,
    XDG_RUNTIME_DIR: run,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
  };
}

/** @param {import('./keeper.mjs').KeeperOrder} order */
function startKeeper(order) {
  // Detached: Ctrl+C in a terminal is for the script that uses the server, which then ends it in order.
  return spawn(process.execPath, [join(import.meta.dirname, 'keeper.mjs'), JSON.stringify(order)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/**
 * @param {import('node:child_process').ChildProcess} keeper
 * @returns {Promise<number>}
 */
async function listeningPort(keeper) {
  if (keeper.stdout === null) throw new Error('The keeper was started without a pipe to read from.');
  for await (const line of createInterface({ input: keeper.stdout })) {
    /** @type {import('./keeper.mjs').KeeperMessage} */
    const message = JSON.parse(line);
    if ('port' in message) return message.port;
    throw new Problem(`The VS Code server did not start. ${message.failed}`);
  }
  throw new Problem('The VS Code server did not start, and what should watch it is gone.');
}
