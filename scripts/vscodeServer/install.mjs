import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { SERVER_INSTALLATION } from '../support/paths.mjs';
import { Problem } from '../support/problem.mjs';
import { CommandFailed, runCommand } from '../support/runCommand.mjs';
import { say, seconds, step } from '../support/say.mjs';
import { ensurePrograms, TO_BUILD, TO_RUN } from './debianPackages.mjs';
import { expectedStamp, installationLayout, isInstalled, PACKAGE_DIRECTORY } from './installation.mjs';

/**
 * Addons that must be compiled here: without spdlog there are no log files and every output channel stays empty;
 * without the watchdog an extension host outlives a server that crashed.
 */
const ADDONS = { '@vscode/spdlog': 'spdlog.node', '@vscode/native-watchdog': 'watchdog.node' };

/** Whoever has no network should not have to wait for minutes to be told. */
const NPM_SETTINGS = {
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_fetch_retry_mintimeout: '2000',
  npm_config_fetch_retry_maxtimeout: '10000',
};

/** How npm says that it could not get something. */
const NETWORK_ERROR =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/** Makes sure that the VS Code server, the browser and its driver are installed; quick when they are. */
export async function ensureInstalled() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Problem(
      `The local VS Code server is for Linux on x64; this is ${process.platform} on ${process.arch}. ` +
        'Use "npm run test:desktop", or open this folder in VS Code and start the extension there.',
    );
  }
  await ensurePrograms(isInstalled() ? TO_RUN : [...TO_RUN, ...TO_BUILD]);
  if (!isInstalled()) await installServer();
}

/** Installs beside the final place and moves it there at the end, so that half an installation is never used. */
async function installServer() {
  const startedAt = performance.now();
  say('Installing a VS Code server for development (once; about a minute and 800 MB in .host):');
  removeLeftovers();
  const partial = `${SERVER_INSTALLATION}.partial-${process.pid}`;
  const removePartial = () => rmSync(partial, { recursive: true, force: true });
  process.once('exit', removePartial);
  try {
    mkdirSync(partial, { recursive: true });
    await installPackages(partial);
    writeFileSync(join(partial, 'complete.json'), expectedStamp());
    rmSync(SERVER_INSTALLATION, { recursive: true, force: true });
    renameSync(partial, SERVER_INSTALLATION);
  } catch (error) {
    throw explain(error);
  } finally {
    removePartial();
    process.off('exit', removePartial);
  }
  say(`Installed in ${seconds(performance.now() - startedAt)}.`);
}

/** @param {string} root */
async function installPackages(root) {
  const layout = installationLayout(root);
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(PACKAGE_DIRECTORY, file), join(root, file));
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...cleanEnvironment(), ...NPM_SETTINGS };
  // Scripts are off: the server's own would compile far more than is needed, with libraries few machines have.
  await step('Downloading the server, its Node and the browser driver', () =>
    runCommand('npm', ['ci', '--ignore-scripts'], { cwd: root, env }),
  );
  // `npm ci` would refuse: the shrinkwrap the server is published with is not complete.
  await step("Downloading the server's own packages", () =>
    runCommand('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-save'], { cwd: layout.vscode, env }),
  );
  const buildEnv = {
    ...env,
    PATH: `${layout.programs}${delimiter}${env['PATH']}`,
    npm_config_nodedir: layout.nodePackage,
  };
  await step('Compiling two addons', () =>
    runCommand('npm', ['rebuild', ...Object.keys(ADDONS)], { cwd: layout.vscode, env: buildEnv }),
  );
  for (const [name, file] of Object.entries(ADDONS)) {
    const addon = join(layout.vscode, 'node_modules', name, 'build', 'Release', file);
    if (!existsSync(addon)) throw new Problem(`npm said that it built ${name}, but ${addon} is not there.`);
  }
}

/** What an enclosing `npm run` tells its scripts is about this project, not about the packages installed here. */
function cleanEnvironment() {
  const inherited =
    /^npm_(lifecycle|package|command|execpath|config_(local_prefix|prefix|ignore_scripts|omit|include))/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
}

/** Partial installations of runs that were killed; one whose process lives belongs to it. */
function removeLeftovers() {
  const directory = dirname(SERVER_INSTALLATION);
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory)) {
    const pid = /\.partial-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(directory, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Without the right to signal it, it is there all the same.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof CommandFailed)) return error;
  const cause = NETWORK_ERROR.exec(error.output)?.[1];
  if (cause === undefined) return new Problem(`The VS Code server could not be installed. ${error.message}`);
  return new Problem(
    `The VS Code server could not be downloaded: the npm registry does not answer (${cause}). ` +
      'Check the network, or npm\'s "registry" setting, and start again.',
  );
}
