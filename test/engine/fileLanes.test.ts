import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileSystem } from '../../src/engine/fs/fileSystem';
import { SystemError } from '../../src/engine/fs/systemError';
import { spanDescriptors } from '../../src/engine/lanes/fileLanes';
import { fileLaneCount } from '../../src/engine/lanes/laneCount';
import { LEDGER_NAME, type LedgerEntry, parseLedgerEntry } from '../../src/engine/ledger/ledger';
import type { ItemOutcome } from '../../src/engine/model/item/outcome';
import { emptyTotals } from '../../src/engine/model/item/plan';
import type { JobRequest } from '../../src/engine/model/job/job';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { BUNDLES } from '../support/bundles';
import { type Call, type Hooks, hookedFileSystem } from '../support/hookedFileSystem';
import { memoryScratch } from '../support/memoryScratch';
import { resumeWhenPaused } from '../support/resumeWhenPaused';
import { type EngineRun, type RunOptions, requestFor, runEngine } from '../support/runEngine';
import { startedThreads } from '../support/startedThreads';
import { folder, link, makeTree, type TreeLiteral } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

/** So many files that they are copied on lanes, few in each folder. */
const FOLDERS = 80;
const FILES = 16;

function manyFiles(): TreeLiteral {
  const files = Array.from({ length: FILES }, (_, index) => [`f${index}`, `evidence ${index}`.repeat(index)]);
  return Object.fromEntries(
    Array.from({ length: FOLDERS }, (_, index) => [`d${String(index).padStart(2, '0')}`, Object.fromEntries(files)]),
  );
}

/** A source with many files. */
function sourceOf(tree: TreeLiteral = manyFiles()): { root: string; source: string; out: string } {
  const root = memoryScratch();
  makeTree(root, { source: tree });
  return { root, source: join(root, 'source'), out: join(root, 'out') };
}

/** The file system of this machine, for lanes too; calls of the engine's own thread can be seen. */
function seen(hooks: Hooks): FileSystem {
  return { ...hookedFileSystem(hooks), isSameForAll: true };
}

/** Does something before the engine makes the folder of that number; a few spans before it are with the lanes then. */
function atFolder(number: number, act: () => void, hooks: Hooks = {}): FileSystem {
  let made = 0;
  return seen({
    ...hooks,
    before: (call) => {
      hooks.before?.(call);
      if (isFolderOfCopy(call) && ++made === number) act();
    },
  });
}

function isFolderOfCopy({ kind, path }: Call): boolean {
  return kind === 'folder.makeFolder' && path.includes('/payload/source/');
}

async function copy(source: string, out: string, choices: Partial<JobRequest> = {}, options: RunOptions = {}) {
  return runEngine(requestFor([source], out, { lanes: '3', ...choices }), { lanePath: BUNDLES.lane, ...options });
}

function expectWhole({ summary, outcomes }: EngineRun, source: string, out: string): void {
  expect(summary.failures).toEqual([]);
  expect(summary.status).toBe('complete');
  expect(outcomes.map(({ id }) => id)).toEqual(outcomes.map((_, index) => index));
  expect(treeDifferences(source, join(out, 'source'))).toEqual([]);
  expect(readdirSync(out).filter((name) => name.includes('INCOMPLETE'))).toEqual([]);
}

describe('U4: how many lanes copy small files', () => {
  test.each([
    [100_000, 3, 8, 2],
    [100_000, 4, 8, 3],
    [100_000, 4, 2, 1],
    [100_000, 3, 1, 1],
    [100_000, 2, 8, 0],
    [100_000, 1, 8, 0],
    [10, 3, 8, 0],
  ])('%i files, %i threads, %i cores: %i', (files, threads, cores, lanes) => {
    expect(fileLaneCount({ ...emptyTotals(), files }, threads, cores)).toBe(lanes);
  });

  test('they leave most descriptors to others', () => {
    for (const limit of [1024, 4096, 1 << 20]) expect(spanDescriptors(2, limit) * 6).toBeLessThanOrEqual(limit / 4);
  });
});

describe('many small files are copied on lanes', () => {
  test.each([
    { verification: 'stream' },
    { verification: 'readBack' },
    { verification: 'device' },
    { verification: 'readBack', useBufferReuse: false },
    { verification: 'readBack', layout: 'bag' },
  ] as const)('proved, in the order of the plan, on as many threads as there are cores for (%j)', async (choices) => {
    const { source, out } = sourceOf();
    const threads = startedThreads();
    const shared = new SharedState();
    const run = await copy(source, out, choices, { shared });
    expect(run.summary).toMatchObject({ status: 'complete', files: FOLDERS * FILES });
    expect(run.outcomes.map(({ id }) => id)).toEqual(run.outcomes.map((_, index) => index));
    const [top = ''] = readdirSync(out).filter((name) => name !== 'evidence-records');
    expect(
      treeDifferences(source, 'layout' in choices ? join(out, top, 'data', 'source') : join(out, 'source')),
    ).toEqual([]);
    expect(threads).toHaveLength(fileLaneCount({ ...emptyTotals(), files: FOLDERS * FILES }, 3));
    expect(shared.get('bytesByLanes')).toBeGreaterThan(0);
  });

  test('not where a job may have no more than two threads, nor where a destination has something', async () => {
    const { source, out } = sourceOf();
    for (const choices of [{ lanes: '2' }, { conflict: 'rename' }] as const) {
      const shared = new SharedState();
      const { summary } = await copy(source, out, { verification: 'stream', ...choices }, { shared });
      expect([summary.status, shared.get('bytesByLanes')]).toEqual(['complete', 0]);
      rmSync(join(out, 'source'), { recursive: true });
    }
  });
});

/** What may differ between two copies of one source: times, and what the file systems gives them. */
function comparable({ outcomes }: EngineRun, out: string): unknown[] {
  return outcomes.map((outcome: ItemOutcome) => {
    const { file, destination, failure, ...rest } = outcome;
    if (file === undefined) return { ...rest, destination: destination?.slice(out.length), failure: failure?.code };
    const { startedAt, endedAt, durationMs, bytesPerSecond, provedState, ...facts } = file;
    expect([startedAt, endedAt].every((at) => at.endsWith('Z'))).toBe(true);
    expect(durationMs + bytesPerSecond).toBeGreaterThanOrEqual(0);
    return { ...rest, facts, size: provedState?.size, destination: destination?.slice(out.length) };
  });
}

/** Folders with anything in them: names of every kind, empty files, links, folders in folders. */
const ODD_NAMES = [
  'ä',
  'a b',
  'line\nfeed',
  '\udcff\udc80',
  '-rf',
  '"quoted"',
  '日本',
  'x'.repeat(200),
  "it's",
  '$HOME',
];
const ITEM = fc.oneof(
  { weight: 6, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constant(link('nowhere')) },
  { weight: 1, arbitrary: fc.constant(folder({})) },
);
const FOLDER = fc.dictionary(fc.constantFrom(...ODD_NAMES), ITEM, { minKeys: 1, maxKeys: ODD_NAMES.length });

test('E11: whatever the tree is, lanes come to what one thread comes to', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(FOLDER, { minLength: 5, maxLength: 30 }), async (folders) => {
      const odd = Object.fromEntries(folders.map((each, index) => [`odd${index}`, folder(each)]));
      const { root, source } = sourceOf({ ...manyFiles(), ...odd, gone: 'x', lost: folder({ a: 'x', b: 'y' }) });
      const lose = (): void => {
        rmSync(join(source, 'gone'));
        rmSync(join(source, 'lost'), { recursive: true });
      };
      const onPhase: RunOptions['onPhase'] = (phase) => phase === 'copying' && lose();
      const results: unknown[] = [];
      for (const lanes of ['3', '1'] as const) {
        const out = join(root, `out${lanes}`);
        const run = await copy(source, out, { lanes, verification: 'readBack' }, { onPhase });
        expect(run.summary).toMatchObject({ status: 'incomplete', items: { failed: 4 } });
        results.push(comparable(run, out));
        makeTree(source, { gone: 'x', lost: folder({ a: 'x', b: 'y' }) });
      }
      expect(withoutStates(results[0])).toEqual(withoutStates(results[1]));
      rmSync(root, { recursive: true });
    }),
    { numRuns: 3, endOnFailure: true },
  );
});

/** Without what making an item of the source anew, or reading its folder, has changed: receipts tell of how times were rounded. */
function withoutStates(outcomes: unknown): unknown {
  return JSON.parse(JSON.stringify(outcomes, (key, value) => (/Ns$|^(ino|receipt)$/.test(key) ? undefined : value)));
}

describe('a job that stops while lanes copy', () => {
  test('after an item, if it is told to: nothing after that has an entry, and nothing is published', async () => {
    const { source, out } = sourceOf();
    const onPhase: RunOptions['onPhase'] = (phase) => phase === 'copying' && rmSync(join(source, 'd50/f3'));
    const { summary, outcomes } = await copy(source, out, { onItemError: 'stop' }, { onPhase });
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'sourceChanged' }] });
    expect(outcomes).toHaveLength(1 + FOLDERS * (FILES + 1));
    expect(readdirSync(out)).toEqual([summary.stagingDir?.split('/').at(-1)]);
    const entries = ledgerIn(out);
    expect(entries.map(({ id }) => id)).toEqual(entries.map((_, index) => index));
    expect(entries.at(-1)).toMatchObject({ outcome: 'failed', stagedAs: 'source/d50/f3' });
    expect(entries.filter(({ outcome }) => outcome !== 'copied')).toHaveLength(1);
  });

  test('after one of several items: told is the first one in the plan, as by one thread, and only that', async () => {
    // Whichever way the folder is listed, a file on a lane stands before what the engine's own thread comes to first.
    const victims = { first: 'x', gone: folder({}), last: 'x' };
    const { source, out } = sourceOf({ ...manyFiles(), victims: folder(victims) });
    const onPhase: RunOptions['onPhase'] = (phase) =>
      phase === 'copying' &&
      Object.keys(victims).forEach((name) => {
        rmSync(join(source, 'victims', name), { recursive: true });
      });
    const { summary } = await copy(source, out, { onItemError: 'stop' }, { onPhase });
    const last = ledgerIn(out).at(-1);
    expect(last).toMatchObject({ outcome: 'failed', stagedAs: expect.stringMatching(/victims\/(first|last)$/) });
    expect(summary.failures).toEqual([expect.objectContaining(last?.failure ?? {})]);
  });

  test.each(['cancelKeep', 'cancelRemove'] as const)('%s: at once, and it can be resumed', async (control) => {
    const { source, out } = sourceOf();
    const jobId = randomUUID();
    const shared = new SharedState();
    const fs = atFolder(60, () => shared.setControl(control));
    const first = await copy(source, out, {}, { fs, shared, again: { jobId, attempt: 1 } });
    expect(first.summary).toMatchObject({ status: 'cancelled', failures: [{ code: 'cancelled' }] });
    if (control === 'cancelRemove') expect(readdirSync(out)).toEqual([]);
    else expectWhole(await copy(source, out, {}, { again: { jobId, attempt: 2 } }), source, out);
  });

  test('a pause holds all of them, and the job goes on after it', async () => {
    const { source, out } = sourceOf();
    const shared = new SharedState();
    const resumer = resumeWhenPaused(shared);
    const run = await copy(source, out, {}, { shared, fs: atFolder(60, () => shared.setControl('pause')) });
    await resumer.ended;
    expectWhole(run, source, out);
  });

  test('a lane that dies ends it with one honest summary, and it can be resumed', async () => {
    const { source, out } = sourceOf();
    const jobId = randomUUID();
    const threads = startedThreads();
    const fs = atFolder(60, () => void threads[0]?.terminate());
    const { summary, outcomes } = await copy(source, out, {}, { fs, again: { jobId, attempt: 1 } });
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'engineCrashed' }] });
    expect(outcomes.map(({ id }) => id)).toEqual(outcomes.map((_, index) => index));
    expectWhole(await copy(source, out, {}, { again: { jobId, attempt: 2 } }), source, out);
  });

  test('for its destination, on the thread of the engine: what comes before in the plan has its entry', async () => {
    const { source, out } = sourceOf();
    const fs = atFolder(60, () => {
      throw new SystemError('ENOSPC', 'mkdir', out, 'no space left');
    });
    const { summary, outcomes } = await copy(source, out, {}, { fs });
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'noSpace' }] });
    const entries = ledgerIn(out);
    const folders = outcomes.filter(({ type, path }) => type === 'folder' && path !== 'source');
    expect(entries.map(({ id }) => id)).toEqual(outcomes.slice(0, (folders[59]?.id ?? 0) + 1).map(({ id }) => id));
    expect(entries.filter(({ outcome }) => outcome !== 'copied')).toHaveLength(1);
  });
});

/** What the ledger of a job that has stopped says, as it is left in the staging folder. */
function ledgerIn(out: string): LedgerEntry[] {
  const [path] = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(LEDGER_NAME));
  const lines = readFileSync(join(out, path ?? LEDGER_NAME), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => parseLedgerEntry(JSON.parse(line)));
}

test('B8: deep in folders with long names a lane gets fewer files at once, because it has little memory', async () => {
  const files = Object.fromEntries(Array.from({ length: 1100 }, (_, index) => [`f${index}`, 'x']));
  const tree = Array.from({ length: 14 }).reduce<TreeLiteral>((inner) => ({ ['n'.repeat(250)]: folder(inner) }), files);
  const { root, source, out } = sourceOf(tree);
  const lanePath = join(root, 'lane.js');
  const script = `
    const { parentPort } = require('node:worker_threads');
    parentPort.on('message', (task) => {
      if (task.kind === 'copy' && task.files.length > 700_000) throw new Error('too much');
    });
    require(${JSON.stringify(BUNDLES.lane)});
  `;
  writeFileSync(lanePath, script);
  const run = await copy(source, out, { verification: 'stream' }, { lanePath });
  expect(run.summary.failures).toEqual([]);
  expect(run.summary).toMatchObject({ status: 'complete', items: { copied: 1115 } });
});

test('what a lane has written, and has no descriptors to end, is copied on the one thread', async () => {
  const { root, source, out } = sourceOf();
  const lanePath = join(root, 'lane.js');
  // A lane that finds no descriptor for the first folder that it opens when it has made a group durable.
  const script = `
    const fs = require('node:fs');
    const { openSync, fsyncSync } = fs;
    let isOut = false;
    fs.fsyncSync = (fd) => {
      isOut = true;
      return fsyncSync(fd);
    };
    fs.openSync = (path, flags, ...rest) => {
      if (isOut && flags & fs.constants.O_DIRECTORY) {
        isOut = false;
        throw Object.assign(new Error('EMFILE: too many open files, open'), { code: 'EMFILE', errno: -24, syscall: 'open' });
      }
      return openSync(path, flags, ...rest);
    };
    require(${JSON.stringify(BUNDLES.lane)});
  `;
  writeFileSync(lanePath, script);
  const changed = readdirSync(source).map((name) => join(source, name, 'f3'));
  const onPhase: RunOptions['onPhase'] = (phase) =>
    phase === 'copying' &&
    changed.forEach((path) => {
      writeFileSync(path, 'changed');
    });
  const { summary } = await copy(source, out, { onSourceChange: 'keepAsSeen' }, { onPhase, lanePath });
  expect(summary.failures.map(({ code }) => code)).toEqual(changed.map(() => 'sourceChanged'));
  expect(summary).toMatchObject({ status: 'incomplete', items: { failed: FOLDERS } });
});

test('what lanes had no descriptors for is copied on the one thread, and nothing twice', async () => {
  const { root, source, out } = sourceOf();
  const lanePath = join(root, 'lane.js');
  // A lane that ends half of each span and finds no descriptor for the rest.
  const script = `
    const { parentPort } = require('node:worker_threads');
    const { on, postMessage } = parentPort;
    const halved = (files) => JSON.stringify(JSON.parse(files).slice(0, 100));
    parentPort.on = (event, listener) =>
      on.call(parentPort, event, (task) =>
        listener(task.kind === 'copy' ? { ...task, files: halved(task.files) } : task));
    parentPort.postMessage = (answer) =>
      postMessage.call(parentPort, answer.kind === 'ended' ? { ...answer, stop: { code: 'tooManyOpenFiles' } } : answer);
    require(${JSON.stringify(BUNDLES.lane)});
  `;
  writeFileSync(lanePath, script);
  let copiedHere = 0;
  const before = ({ kind, path }: Call): void => {
    if (kind === 'folder.createFile' && path.includes('/payload/source/')) copiedHere++;
  };
  expectWhole(await copy(source, out, {}, { fs: seen({ before }), lanePath }), source, out);
  expect(copiedHere).toBeGreaterThan(0);
  expect(copiedHere).toBeLessThan(FOLDERS * FILES);
});
