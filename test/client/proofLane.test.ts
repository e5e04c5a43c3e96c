import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { BUNDLES } from '../support/bundles';
import { type Call, failing, type Hooks, hookedFileSystem, systemError } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { startedThreads } from '../support/startedThreads';
import { makeTree } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

/** Several groups of files that are proved together. */
const FILES = 300;
const NAMES = Array.from({ length: FILES }, (_, index) => `f${index}`);

/** Sources that are copied in the order of their names' list. */
class ManyFiles {
  readonly root = scratchFolder();
  readonly out = join(this.root, 'out');
  readonly sources = NAMES.map((name) => join(this.root, 'source', name));

  constructor() {
    makeTree(this.root, { source: Object.fromEntries(NAMES.map((name) => [name, `evidence ${name}`])) });
  }

  async copy(hooks: Hooks = {}, choices: Partial<JobRequest> = {}, shared = new SharedState()) {
    const request = requestFor(this.sources, this.out, choices);
    return runEngine(request, { fs: hookedFileSystem(hooks), lanePath: BUNDLES.lane, shared });
  }

  differences(): string[] {
    return NAMES.flatMap((name) => treeDifferences(join(this.root, 'source', name), join(this.out, name)));
  }
}

/** The moment at which a file is created, which is in the third group for the last ones. */
function creating(name: string): (call: Call) => boolean {
  return ({ kind, path }) => kind === 'folder.createFile' && path.endsWith(`/payload/${name}`);
}

describe('a proof lane', () => {
  test.each([
    { verification: 'readBack' },
    { verification: 'stream' },
    { verification: 'readBack', useBufferReuse: false },
  ] as const)('proves group after group while the next one is copied, and is gone at the end (%j)', async (choices) => {
    const job = new ManyFiles();
    const threads = startedThreads();
    const { summary, outcomes } = await job.copy({}, choices);
    expect(summary).toMatchObject({ status: 'complete', grade: choices.verification });
    expect(outcomes.map(({ id }) => id)).toEqual(NAMES.map((_, id) => id));
    expect(job.differences()).toEqual([]);
    expect(threads.map(({ threadId }) => threadId)).toEqual([-1]);
  });

  test('is not started for what is proved at once', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'a', b: 'b' } });
    const threads = startedThreads();
    await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { lanePath: BUNDLES.lane });
    expect(threads).toEqual([]);
  });

  test('that is ended: one honest summary, nothing is published, nothing hangs', async () => {
    const job = new ManyFiles();
    const threads = startedThreads();
    // The first file of the second group: the first one was just handed over, to a lane that is still being started.
    const isMoment = creating('f128');
    const { summary, outcomes } = await job.copy({
      before: (call) => void (isMoment(call) && threads[0]?.terminate()),
    });
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'engineCrashed' }], recordsDir: null });
    expect(outcomes).toHaveLength(FILES);
    expect(readdirSync(job.out)).toEqual([summary.stagingDir?.split('/').at(-1)]);
  });

  test('E9: a cancelled job publishes nothing, and goes on with what was proved', async () => {
    const job = new ManyFiles();
    const shared = new SharedState();
    const isLate = creating('f290');
    const { summary } = await job.copy(
      { before: (call) => isLate(call) && shared.setControl('cancelKeep') },
      {},
      shared,
    );
    expect(summary).toMatchObject({ status: 'cancelled' });
    const again = { jobId: summary.jobId, attempt: 2 };
    const resumed = await runEngine(requestFor(job.sources, job.out), { lanePath: BUNDLES.lane, again });
    expect(resumed.summary).toMatchObject({ status: 'complete', attempt: 2 });
    expect(resumed.summary.filesFromEarlier).toBeGreaterThanOrEqual(128);
    expect(job.differences()).toEqual([]);
  });

  test('V2: what is not what was written is copied once more, and both readings are on record', async () => {
    const job = new ManyFiles();
    let changed = 0;
    const { summary, outcomes } = await job.copy({
      before: ({ kind, path }) => {
        if (kind !== 'folder.openFile' || !path.endsWith('/payload/f7') || changed > 0) return;
        changed++;
        writeFileSync(path, 'Evidence f7');
      },
    });
    expect(summary.status).toBe('complete');
    const mismatch = outcomes.find(({ path }) => path === 'f7')?.file?.earlierMismatch;
    expect(mismatch?.difference).toMatchObject({ first: 0, last: 0 });
    expect(job.differences()).toEqual([]);
  });

  test('a process that may open no more files goes on when those have ended that wait for their proof', async () => {
    const job = new ManyFiles();
    const isLate = creating('f20');
    let refused = 0;
    const { summary } = await job.copy({
      before: (call) => {
        if (isLate(call) && refused++ === 0) throw systemError('EMFILE', call);
      },
    });
    expect([summary.status, refused]).toEqual(['complete', 2]);
    expect(job.differences()).toEqual([]);
  });

  test('one that may open none at all ends, and says why', async () => {
    const job = new ManyFiles();
    const hooks = failing('EMFILE', creating('f20'));
    const { summary } = await job.copy(hooks);
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'tooManyOpenFiles' }] });
    expect(hooks.fired).toBe(2);
  });

  test('tells an fsync that failed as the thread that copies does: it is final, and the job stops there', async () => {
    const job = new ManyFiles();
    const pipe = join(job.root, 'pipe');
    execFileSync('mkfifo', [pipe]);
    let opened: unknown;
    const hooks: Hooks = {
      after: ({ kind, path }, result) => {
        if (!path.endsWith('/payload/f20')) return;
        if (kind === 'folder.createFile') opened = result;
        // A pipe cannot be made durable.
        if (kind === 'file.setTimes') swapDescriptor(opened, pipe);
      },
    };
    const { summary, outcomes } = await job.copy(hooks, { verification: 'stream' });
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'nameNotAllowed' }] });
    expect(summary.failures[0]?.cause).toMatch(/EINVAL, fsync/);
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
    expect(readdirSync(job.out)).toEqual([summary.stagingDir?.split('/').at(-1)]);
  });
});

function swapDescriptor(opened: unknown, path: string): void {
  if (typeof opened !== 'object' || opened === null) throw new TypeError('no open file');
  const original = Number(Reflect.get(opened, 'fd'));
  Object.defineProperty(opened, 'fd', { value: openSync(path, constants.O_RDWR) });
  onTestFinished(() => closeSync(original));
}
