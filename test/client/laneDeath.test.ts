import { closeSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { BUNDLES } from '../support/bundles';
import { type Call, hookedFileSystem } from '../support/hookedFileSystem';
import { type EngineRun, requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { startedThreads } from '../support/startedThreads';
import { makeTree } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

const MiB = 1024 * 1024;
const BUFFER = 64 * 1024;

function sourceTree(): string {
  const root = scratchFolder();
  makeTree(root, { source: { small: 'x', big: Buffer.alloc(8 * MiB, 'evidence'), d: { y: 'y' } } });
  return root;
}

/** Copies with a lane that is ended just before the first call that `isMoment`. */
async function copyAndEndLane(root: string, isMoment: (call: Call) => boolean, choices: Partial<JobRequest> = {}) {
  const threads = startedThreads();
  let ended = false;
  const fs = hookedFileSystem({
    before: (call) => {
      if (ended || !isMoment(call)) return;
      ended = true;
      // From here on the lane runs no further step: what it was not given yet it never writes.
      void threads[0]?.terminate();
    },
  });
  const request = requestFor([join(root, 'source')], join(root, 'out'), { bufferSizeKB: 64, lanes: '3', ...choices });
  const run = await runEngine(request, { fs, lanePath: BUNDLES.lane });
  return { run, threads, ended };
}

function expectCrash({ summary, outcomes }: EngineRun, root: string): void {
  expect(summary).toMatchObject({ status: 'failed', recordsDir: null });
  expect(summary.failures[0]).toMatchObject({ code: 'engineCrashed' });
  expect(outcomes.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
  expect(readdirSync(join(root, 'out'))).toEqual([summary.stagingDir?.split('/').at(-1)]);
}

const readOfBig = (position: number) => (call: Call) =>
  call.kind === 'file.read' && call.path.endsWith('/source/big') && Number(call.args[2]) === position;

describe('invariant 4: a write lane that is ended', () => {
  test.each([
    ['before it wrote anything', readOfBig(0)],
    ['in the middle of a file', readOfBig(4 * MiB)],
    ['before the last piece of a file', readOfBig(8 * MiB - BUFFER)],
  ])('%s: one honest summary, nothing is published, nothing hangs', async (_, isMoment) => {
    const root = sourceTree();
    const { run, threads, ended } = await copyAndEndLane(root, isMoment);
    expect([threads.length, ended]).toEqual([1, true]);
    expectCrash(run, root);
  });

  test('in the copying pass of three: the same', async () => {
    const root = sourceTree();
    let passes = 0;
    const isSecondPass = (call: Call) => readOfBig(BUFFER)(call) && ++passes === 2;
    const { run } = await copyAndEndLane(root, isSecondPass, { useBufferReuse: false });
    expectCrash(run, root);
  });

  test('when all that it was given is written has no effect on the copy', async () => {
    const root = sourceTree();
    const isReadBack = ({ kind, path }: Call) => kind === 'file.read' && path.endsWith('payload/source/big');
    const { run, ended } = await copyAndEndLane(root, isReadBack);
    expect(ended).toBe(true);
    expect(run.summary).toMatchObject({ status: 'complete', grade: 'readBack' });
    expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
  });
});

test.each([
  ['cannot be started', undefined],
  ['throws as it starts', 'throw new Error("cannot start")'],
  ['ends at once', 'process.exit(3)'],
])('invariant 4: a write lane that %s ends the job as engineCrashed, with the cause', async (_, script) => {
  const root = sourceTree();
  const lanePath = join(root, 'lane.js');
  if (script !== undefined) writeFileSync(lanePath, script);
  const request = requestFor([join(root, 'source')], join(root, 'out'), { bufferSizeKB: 64 });
  const run = await runEngine(request, { lanePath });
  expectCrash(run, root);
  expect(run.summary.failures[0]?.cause).toMatch(/lane|cannot start|code 3/);
});

test('each lane is started once for all files of a job, only where files need it, and is gone at its end', async () => {
  const root = scratchFolder();
  makeTree(root, {
    small: { a: 'x', b: Buffer.alloc(8 * MiB - 1) },
    large: { a: Buffer.alloc(8 * MiB), b: Buffer.alloc(9 * MiB) },
  });
  const threads = startedThreads();
  await runEngine(requestFor([join(root, 'small')], join(root, 'out')), { lanePath: BUNDLES.lane });
  expect(threads).toHaveLength(0);
  await runEngine(requestFor([join(root, 'large')], join(root, 'out')), { lanePath: BUNDLES.lane });
  // One that writes, one that reads ahead, and one that proves.
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1, -1]);
});

test('a write error in the lane is the same typed failure as on the thread that reads', async () => {
  const root = sourceTree();
  let reads = 0;
  // The lane writes to the descriptor itself: a descriptor that is open for reading only cannot be written to.
  const fs = hookedFileSystem({
    after: ({ kind, path }, result) => {
      if (kind.startsWith('folder.create') && path.endsWith('/big') && typeof result === 'object' && result !== null) {
        swapDescriptor(result, join(root, 'source', 'small'));
      }
      if (kind === 'file.read' && path.endsWith('/source/big')) reads++;
    },
  });
  const request = requestFor([join(root, 'source')], join(root, 'out'), { bufferSizeKB: 64 });
  const { summary } = await runEngine(request, { fs, lanePath: BUNDLES.lane });
  expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'writeError' }] });
  expect(summary.failures[0]?.cause).toMatch(/EBADF/);
  expect(reads).toBeLessThan(128);
  expect(readdirSync(join(root, 'out'))).toEqual([summary.stagingDir?.split('/').at(-1)]);
});

/** Gives an open file a descriptor of another one that may only be read; closing it closes that. */
function swapDescriptor(opened: object, path: string): void {
  const original = Number(Reflect.get(opened, 'fd'));
  Object.defineProperty(opened, 'fd', { value: openSync(path, 'r') });
  onTestFinished(() => closeSync(original));
}
