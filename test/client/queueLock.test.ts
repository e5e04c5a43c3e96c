import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { QueueLock } from '../../src/client/queue/queueLock';
import { scratchFolder } from '../support/scratch';

let folder: string;
let log: string;
let program: string;

beforeAll(() => {
  program = join(process.cwd(), 'dist', 'test', 'lockProcess.js');
  buildSync({
    entryPoints: [join(__dirname, '..', 'support', 'lockProcess.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
  });
});

beforeEach(() => {
  const scratch = scratchFolder();
  folder = join(scratch, 'storage');
  log = join(scratch, 'log');
  mkdirSync(folder);
  writeFileSync(log, '');
});

function startProcess(mode: string): ChildProcess {
  const child = spawn(process.execPath, [program, folder, log, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** A process that has the lock. */
async function holder(): Promise<ChildProcess> {
  const child = startProcess('hold');
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

test('many processes have it one after another, never two at once', async () => {
  const children = Array.from({ length: 6 }, () => startProcess('20'));
  await Promise.all(children.map(ended));
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(6 * 20 * 2);
  for (let at = 0; at < lines.length; at += 2) {
    expect(lines[at]).toMatch(/^in /);
    expect(lines[at + 1]).toBe(lines[at]?.replace('in', 'out'));
  }
});

test('a killed owner loses it, to one of many', async () => {
  const dead = await holder();
  const lock = new QueueLock(folder);
  expect(await lock.acquire()).toBe(false);
  expect(await lock.otherOwner()).toMatchObject({ pid: dead.pid, hostname: hostname() });
  dead.kill('SIGKILL');
  await ended(dead);
  expect(await lock.otherOwner()).toBeUndefined();
  const others = Array.from({ length: 8 }, () => new QueueLock(folder));
  const taken = await Promise.all(others.map((other) => other.acquire()));
  expect(taken.filter(Boolean)).toHaveLength(1);
});

test('killed owners in a row never make two of them', async () => {
  for (let round = 0; round < 3; round++) {
    const dead = await holder();
    const children = Array.from({ length: 4 }, () => startProcess('5'));
    dead.kill('SIGKILL');
    await Promise.all(children.map(ended));
  }
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  let owner: string | undefined;
  for (const line of lines) {
    const [what, pid] = line.split(' ');
    // One that was killed says nothing when it goes.
    if (what === 'out') expect(pid).toBe(owner);
    owner = what === 'in' ? pid : undefined;
  }
});

describe('a lock file', () => {
  const lockFile = (content: string) => writeFileSync(join(folder, 'queue.lock.7'), content);
  const owner = { pid: process.pid, startTime: '0', hostname: hostname() };

  // Only Linux says when a process began.
  test.runIf(process.platform === 'linux')('of an earlier process with the same number is taken over', async () => {
    lockFile(JSON.stringify({ owner, token: 'x' }));
    expect(await new QueueLock(folder).acquire()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['queue.lock.7', 'queue.lock.8']);
  });

  test('of another machine is not judged', async () => {
    lockFile(JSON.stringify({ owner: { ...owner, hostname: 'elsewhere' }, token: 'x' }));
    expect(await new QueueLock(folder).acquire()).toBe(false);
  });

  test('without content is one that is being made, for a while', async () => {
    lockFile('');
    const lock = new QueueLock(folder);
    expect(await lock.acquire()).toBe(false);
    expect(await lock.otherOwner()).toBeNull();
    utimesSync(join(folder, 'queue.lock.7'), 0, 0);
    expect(await lock.acquire()).toBe(true);
  });

  test('names nobody when it was given back, and files do not pile up', async () => {
    const lock = new QueueLock(folder);
    for (let round = 0; round < 5; round++) {
      expect(await lock.acquire()).toBe(true);
      expect(await lock.acquire()).toBe(true);
      await lock.release();
      expect(await new QueueLock(folder).otherOwner()).toBeUndefined();
    }
    expect(readdirSync(folder).sort()).toEqual(['queue.lock.4', 'queue.lock.5']);
  });

  test('makes its folder', async () => {
    const inside = join(folder, 'a', 'b');
    expect(await new QueueLock(inside).acquire()).toBe(true);
    expect(existsSync(inside)).toBe(true);
  });
});
