/**
 * Keeps one VS Code server: prepares and starts it, says where it listens, and ends it together with all of its
 * children and its folder as soon as the process that wanted it closes the pipe – or is gone, however it ended. It is a
 * process of its own because nothing else can clean up after a script that was killed.
 *
 * Called with a `KeeperOrder` as JSON. Writes one line of JSON, a `KeeperMessage`, to its standard output.
 *
 * @typedef {object} KeeperOrder
 * @property {string} directory The server's own folder.
 * @property {string} program
 * @property {string[][]} preparations Arguments of the program for what comes before, one call after another.
 * @property {string[]} server Arguments of the program for the server.
 * @property {Record<string, string>} env
 *
 * @typedef {{ port: number } | { failed: string }} KeeperMessage
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { removeTree } from '../support/removeTree.mjs';
import { runCommand } from '../support/runCommand.mjs';

/** Time the server gets to end by itself. */
const GRACE_MS = 5_000;

const LISTENING = /Extension host agent listening on (\d+)/;

/** @type {KeeperOrder} */
const order = JSON.parse(process.argv[2] ?? '');

// The other end may be gone before it is told.
process.stdout.on('error', () => {});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => process.stdin.destroy());
const released = new Promise((resolve) => process.stdin.once('close', resolve).resume());

try {
  for (const args of order.preparations) await runCommand(order.program, args, { env: order.env });
  await keepServer();
} catch (error) {
  tell({ failed: error instanceof Error ? error.message : String(error) });
}
await released;
await removeTree(order.directory);
process.exit();

/** Runs the server until it is not wanted any more. */
async function keepServer() {
  // A group of its own, so that the server and whatever it started can be ended together.
  const server = spawn(order.program, order.server, {
    env: order.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => {
    server.once('exit', (code, signal) => resolve(`It ended with ${signal ?? `exit code ${code}`}.`));
    server.once('error', (error) => resolve(error.message));
  });
  void ended.then((failed) => tell({ failed }));
  tellPort(server);
  await released;
  if (server.exitCode === null && server.signalCode === null) server.kill('SIGTERM');
  const patience = setTimeout(() => endGroup(server), GRACE_MS);
  await ended;
  clearTimeout(patience);
  endGroup(server);
}

/** @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} server */
function tellPort(server) {
  const log = createWriteStream(join(order.directory, 'server.log'), { flags: 'a' });
  // It may be written to, but not made, when the folder is being removed.
  log.on('error', () => {});
  let output = '';
  const watch = (/** @type {Buffer} */ text) => {
    output += text.toString();
    const port = LISTENING.exec(output)?.[1];
    if (port === undefined) return;
    server.stdout.off('data', watch);
    tell({ port: Number(port) });
  };
  server.stdout.on('data', watch).pipe(log, { end: false });
  server.stderr.pipe(log, { end: false });
}

/** @param {KeeperMessage} message */
function tell(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** @param {import('node:child_process').ChildProcess} server */
function endGroup(server) {
  try {
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
