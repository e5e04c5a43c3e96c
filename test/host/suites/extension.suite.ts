import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import workerThreads, { type Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { JobSummary } from '../../../src/engine/model/result/summary';
import { COMMANDS } from '../../../src/host/contributions';
import { copy, copyOf, destination, digestsBelow, inFreshFolder, payload, source, staged, write } from './copyFixture';
import { eventually, type NamedTest, runTests } from './harness';

const EXTENSION = 'evidence-copy.evidence-copy';
const MiB = 1024 * 1024;

/** Engine threads, oldest first: caught where they are made, so that the product needs no door for tests. */
const engines: Worker[] = [];

/** Runs the suite; VS Code calls it in its extension host. */
export async function run(): Promise<void> {
  catchEngines();
  await runTests(TESTS.map(([name, body]) => [name, () => inFreshFolder(body)]));
}

const TESTS: readonly NamedTest[] = [
  ['is activated by its first command and has all of them', activation],
  ['copies a folder so that every byte is the same', copiesFolder],
  ['copies three selected items', copiesThree],
  ['lets a second copy wait for the first', secondWaits],
  ['pauses and resumes', pausesAndResumes],
  ['fails a copy into its own source, and writes nothing', refusesInside],
  ['applies a changed setting to the next job only', settingsSnapshot],
  ['is not weakened by the settings of a workspace', workspaceSettings],
  ['keeps staging folders out of watching and searching', excludes],
  ['runs a batch when it is started, one job after another', runsBatch],
  ['survives arguments that make no sense', badArguments],
  ['ends a copy with one failure when its engine dies, and makes the next one', engineDies],
];

async function activation(): Promise<void> {
  const extension = vscode.extensions.getExtension(EXTENSION);
  assert.ok(extension, 'the extension is installed');
  assert.equal(extension.isActive, false, 'nothing activates it before it is needed');
  const summary = await copyOf({ 'a.txt': 'a' });
  assert.equal(summary.status, 'complete');
  assert.equal(extension.isActive, true);
  const known = await vscode.commands.getCommands(true);
  for (const id of Object.values(COMMANDS)) assert.ok(known.includes(id), id);
}

async function copiesFolder(): Promise<void> {
  const tree = {
    'DCIM/clip 1.mp4': randomBytes(3 * MiB),
    'DCIM/ünïcode 日本.jpg': randomBytes(70_000),
    'empty.log': '',
  };
  const summary = await copyOf(tree);
  assert.equal(summary.status, 'complete');
  assert.equal(summary.failureCount, 0);
  assert.deepEqual(digestsBelow(destination('source')), digestsBelow(source()));
  assert.ok(summary.recordsDir !== null && existsSync(summary.recordsDir));
  assert.deepEqual(staged(), []);
}

async function copiesThree(): Promise<void> {
  write({ one: '1', 'two/2': '2', 'three/deep/3': '3', 'not selected': 'x' });
  const summary = await copy([source('one'), source('two'), source('three')]);
  assert.equal(summary.status, 'complete');
  assert.deepEqual(payload(), ['one', 'three', 'two']);
  assert.deepEqual(digestsBelow(destination('three')), digestsBelow(source('three')));
}

async function secondWaits(): Promise<void> {
  write({ 'big.bin': randomBytes(64 * MiB), small: 'x' });
  const order: string[] = [];
  const note = (name: string) => (summary: JobSummary) => {
    order.push(name);
    return summary;
  };
  const both = [copy([source('big.bin')]).then(note('big')), copy([source('small')]).then(note('small'))];
  assert.deepEqual(
    (await Promise.all(both)).map(({ status }) => status),
    ['complete', 'complete'],
  );
  assert.deepEqual(order, ['big', 'small']);
}

async function pausesAndResumes(): Promise<void> {
  write({ 'big.bin': randomBytes(128 * MiB) });
  let ended = false;
  const result = copy([source('big.bin')]).finally(() => {
    ended = true;
  });
  await eventually('staging', () => staged().length > 0);
  await vscode.commands.executeCommand(COMMANDS.pauseCopy);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(ended, false, 'a paused copy does not end');
  await vscode.commands.executeCommand(COMMANDS.resumeCopy);
  assert.equal((await result).status, 'complete');
}

async function refusesInside(): Promise<void> {
  write({ 'a/b': 'b' });
  const summary = await copy([source('a')], source('a'));
  assert.equal(summary.status, 'failed');
  assert.equal(summary.failures[0]?.code, 'destinationInsideSource');
  assert.deepEqual(readdirSync(source('a')), ['b']);
}

async function settingsSnapshot(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('evidenceCopy');
  write({ 'big.bin': randomBytes(128 * MiB) });
  const first = copy([source('big.bin')], destination('first'));
  await eventually('staging', () => staged(destination('first')).length > 0);
  await settings.update('useBufferReuse', false, vscode.ConfigurationTarget.Global);
  try {
    const second = copy([source('big.bin')], destination('second'));
    assert.deepEqual(reads(await first), { method: 'bufferReuse', sourceReads: 1, destinationReads: 1 });
    assert.deepEqual(reads(await second), { method: 'threePass', sourceReads: 2, destinationReads: 1 });
  } finally {
    await settings.update('useBufferReuse', undefined, vscode.ConfigurationTarget.Global);
  }
}

async function workspaceSettings(): Promise<void> {
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(workspace, 'a folder is open');
  const file = join(workspace, '.vscode', 'settings.json');
  const weak = {
    verification: 'stream',
    requireGrade: true,
    conflict: 'overwrite',
    onItemError: 'stop',
    bufferSizeKB: 64,
  };
  mkdirSync(join(workspace, '.vscode'), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify(Object.fromEntries(Object.entries(weak).map(([key, value]) => [`evidenceCopy.${key}`, value]))),
  );
  try {
    const setting = (name: string): unknown => vscode.workspace.getConfiguration('evidenceCopy').get(name);
    // The one that a workspace may set shows that the file has been read.
    await eventually('the settings of the workspace', () => setting('bufferSizeKB') === 64);
    assert.deepEqual(['verification', 'requireGrade', 'conflict', 'onItemError'].map(setting), [
      'device',
      false,
      'fail',
      'continue',
    ]);
    const summary = await copyOf({ a: 'a' });
    assert.equal(summary.gradeRequested, 'device');
    assert.equal(summary.bufferSizeKB, 64);
  } finally {
    rmSync(file);
    await eventually(
      'the defaults',
      () => vscode.workspace.getConfiguration('evidenceCopy').get('bufferSizeKB') === 1024,
    );
  }
}

async function excludes(): Promise<void> {
  const watcher = vscode.workspace.getConfiguration('files').get<Record<string, boolean>>('watcherExclude');
  const search = vscode.workspace.getConfiguration('search').get<Record<string, boolean>>('exclude');
  assert.equal(watcher?.['**/INCOMPLETE-*/**'], true);
  assert.equal(search?.['**/INCOMPLETE-*'], true);
  assert.ok(
    Object.keys(watcher).length > 1 && Object.keys(search).length > 1,
    'the defaults of VS Code are still there',
  );
}

async function runsBatch(): Promise<void> {
  write({ one: '1', two: '2', three: '3' });
  for (const name of ['one', 'two', 'three']) {
    const choice = { sources: [source(name)], destination: destination() };
    await vscode.commands.executeCommand(COMMANDS.addToQueue, choice);
  }
  assert.deepEqual(payload(), [], 'nothing begins before the start');
  await vscode.commands.executeCommand(COMMANDS.startQueue);
  await eventually('all copies', () => payload().length === 3 && staged().length === 0);
  assert.deepEqual(payload(), ['one', 'three', 'two']);
  await eventually('the end of the batch', () => recordsOf(3));
  await vscode.commands.executeCommand(COMMANDS.clearFinished);
}

/** Whether so many copies have left their records. */
function recordsOf(count: number): boolean {
  return readdirSync(destination('evidence-records')).length === count;
}

async function badArguments(): Promise<void> {
  for (const value of [7, { sources: [] }, { sources: ['relative'] }, { sources: ['/a'], conflict: 'overwrite' }]) {
    assert.equal(await vscode.commands.executeCommand(COMMANDS.copyWithVerification, value), undefined);
  }
}

async function engineDies(): Promise<void> {
  write({ 'big.bin': randomBytes(256 * MiB), small: 'x' });
  const result = copy([source('big.bin')]);
  await eventually('data in the staging folder', () => staged().length > 0);
  const engine = engines.filter(({ threadId }) => threadId !== -1).at(-1);
  assert.ok(engine, 'an engine thread runs');
  await engine.terminate();
  const summary = await result;
  assert.equal(summary.status, 'failed');
  assert.deepEqual(
    summary.failures.map(({ code }) => code),
    ['engineCrashed'],
  );
  assert.deepEqual(payload(), [], 'nothing has its final name');
  assert.equal((await copy([source('small')])).status, 'complete');
  assert.deepEqual(payload(), ['small']);
}

function reads({ method, sourceReads, destinationReads }: JobSummary) {
  return { method, sourceReads, destinationReads };
}

/** The extension runs in this process and takes the class from this module at each start of a thread. */
function catchEngines(): void {
  const Original = workerThreads.Worker;
  workerThreads.Worker = class extends Original {
    constructor(...args: ConstructorParameters<typeof Original>) {
      super(...args);
      engines.push(this);
    }
  };
}
