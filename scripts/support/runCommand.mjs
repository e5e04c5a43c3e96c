import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Characters of output kept for the message of a command that failed. */
const KEPT_OUTPUT = 4000;

/** A command that could not be started, or did not end with exit code 0. */
export class CommandFailed extends Error {
  /** @override */
  name = 'CommandFailed';

  /**
   * @param {string} command
   * @param {string} reason
   * @param {string} output The end of what it wrote.
   */
  constructor(command, reason, output) {
    super(`"${command}" ${reason}${output.trim() === '' ? '.' : `:\n${output.trim()}`}`);
    this.output = output;
  }
}

/**
 * Runs a command to its end and returns what it wrote to its standard output. No shell is involved.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] `show`: the person sees the output.
 * @returns {Promise<string>}
 */
export function runCommand(command, args, { cwd, env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const output = { all: '', standard: '' };
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output.standard += text;
      output.all += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      output.all += text;
    });
    // A command does not outlive the script that waits for it.
    const stop = () => child.kill();
    process.once('exit', stop);
    const fail = (/** @type {string} */ reason) =>
      reject(new CommandFailed([command, ...args].join(' '), reason, output.all.slice(-KEPT_OUTPUT)));
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('close', (code, signal) => {
      process.off('exit', stop);
      if (code === 0) resolve(output.standard);
      else fail(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`);
    });
  });
}

/**
 * The full path of a program on the PATH; undefined where there is none.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function findProgram(name) {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
