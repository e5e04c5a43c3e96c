import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Discarded } from '../../src/client/engine/discardJob';
import type { CopyQueue } from '../../src/client/queue/copyQueue';
import { EMPTY_QUEUE, type StagingChoice } from '../../src/client/queue/queueState';
import { addToQueue } from '../../src/commands/add/addToQueue';
import { jobIdsOf } from '../../src/commands/arguments/jobArguments';
import { cancelAll } from '../../src/commands/queue/cancelAll';
import { clearFinished } from '../../src/commands/queue/clearFinished';
import { copyAgain } from '../../src/commands/queue/copyAgain';
import { moveDown, moveJobs, moveUp } from '../../src/commands/queue/moveJobs';
import { releaseJob } from '../../src/commands/queue/releaseJob';
import { removeJob } from '../../src/commands/queue/removeJob';
import { startQueue } from '../../src/commands/queue/startQueue';
import type { JobSummary } from '../../src/engine/model/result/summary';
import { LastDestination } from '../../src/host/lastDestination';
import { parseSettings } from '../../src/host/settingsSchema';
import { askAboutDiscarding } from '../../src/views/dialogs/discardDialog';
import { createResultNotifications } from '../../src/views/notices/resultNotification';
import { editor, FakeUri, fakeVscode, resetEditor } from './support/fakeEditor';
import { FakeEngine, settled } from './support/fakeEngine';
import { attempt, ended, queued, summary } from './support/jobs';
import { MemoryStorage, newQueue, OTHER_WINDOW } from './support/memoryStorage';
import { UNSET } from './support/unsetSettings';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

const jobs = [attempt('a', 1), attempt('b', 2), attempt('c', 3)] as const;
const [a, b, c] = jobs.map(({ jobId }) => jobId);
let engine: FakeEngine;
let storage: MemoryStorage;
let queue: CopyQueue;

beforeEach(async () => {
  resetEditor();
  engine = new FakeEngine();
  storage = new MemoryStorage();
  storage.saved = { ...EMPTY_QUEUE, waiting: jobs.map((job) => ({ ...queued(job), start: 'withQueue' as const })) };
  queue = newQueue(engine, { storage });
  await queue.open();
});

const waiting = () => queue.state.waiting.map(({ attempt: { request } }) => request.label).join('');

describe('Add to Batch Queue…', () => {
  const revealed: string[] = [];
  const add = (...args: unknown[]) =>
    addToQueue({
      queue,
      lastDestination: new LastDestination({ keys: () => [], get: () => undefined, update: async () => {} }),
      readSettings: () => parseSettings(UNSET).settings,
      revealJob: async (jobId) => void revealed.push(jobId),
    })(...args);
  const clicked = new FakeUri('/case/card1');

  test('asks for the destination only, and begins nothing', async () => {
    editor.openDialog = [[FakeUri.file('/evidence')]];
    await add(clicked, [clicked, new FakeUri('/case/b')]);
    const added = queue.state.waiting.at(-1);
    expect(added).toMatchObject({ state: 'queued', start: 'withQueue' });
    expect(added?.attempt.request).toMatchObject({ sources: ['/case/card1', '/case/b'], destinations: ['/evidence'] });
    expect(revealed).toEqual([added?.attempt.jobId]);
    expect(engine.jobs).toEqual([]);
    expect(editor.dialogs).toHaveLength(1);
  });

  test('adds nothing when the person cancels, and nothing that is not on this machine', async () => {
    editor.openDialog = [undefined];
    await add(clicked, [clicked]);
    await expect(add(clicked, [clicked, new FakeUri('/x', 'https')])).rejects.toThrow('Not on this machine');
    expect(waiting()).toBe('abc');
  });
});

describe('the order', () => {
  test('is changed by one place', async () => {
    await moveUp(queue)(c);
    expect(waiting()).toBe('acb');
    await moveDown(queue)(a);
    expect(waiting()).toBe('cab');
    await moveUp(queue)(c);
    await moveDown(queue)(b);
    await moveUp(queue)('unknown');
    expect(waiting()).toBe('cab');
  });

  test('is changed by dragging: before what waits, else to the end', async () => {
    await moveJobs(queue)([b, c], a);
    expect(waiting()).toBe('bca');
    await moveJobs(queue)([b], null);
    expect(waiting()).toBe('cab');
    await moveJobs(queue)([c], 'not waiting');
    expect(waiting()).toBe('abc');
  });

  test('survives arguments that make no sense', async () => {
    for (const value of [undefined, 7, [], [7], {}]) await moveJobs(queue)(value, value);
    expect(waiting()).toBe('abc');
  });
});

test('ids come from rows, from rows below them, and from all that are selected', () => {
  expect(jobIdsOf('x')).toEqual(['x']);
  expect(jobIdsOf('x/failure:1')).toEqual(['x']);
  expect(jobIdsOf('x', ['x', 'y/sources', 'y'])).toEqual(['x', 'y']);
  expect(jobIdsOf(undefined, undefined)).toEqual([]);
});

test('Start Queue starts, and says where there is nothing to start', async () => {
  await startQueue(queue)();
  await settled();
  expect(engine.jobs).toHaveLength(1);
  storage = new MemoryStorage();
  await startQueue(newQueue(engine, { storage }))();
  expect(editor.shown).toEqual(['information No job waits to be started. Add one with "Add to Batch Queue…".']);
});

test('Remove takes all selected ones out, but an interrupted one only when the person says so', async () => {
  const interrupted = ended(
    summary({ jobId: attempt('', 4).jobId, status: 'interrupted', stagingDir: '/e/INCOMPLETE-1' }),
  );
  storage.saved = { ...(storage.saved ?? EMPTY_QUEUE), ended: [interrupted] };
  queue = newQueue(engine, { storage });
  await queue.open();
  let answer: StagingChoice | undefined;
  let discarded: Discarded = { wasThere: true };
  const asked: unknown[] = [];
  const remove = removeJob({
    queue,
    askAboutDiscarding: async () => answer,
    discardJob: async (...args) => {
      asked.push(args);
      return discarded;
    },
  });
  await remove(a, [a, b]);
  expect(waiting()).toBe('c');
  await clearFinished(queue)();
  await remove(interrupted.attempt.jobId);
  expect(queue.state.ended).toHaveLength(1);
  answer = 'remove';
  // What cannot be removed stays, and so does the job.
  discarded = { failure: { code: 'stagingInUse', path: '/e/INCOMPLETE-1' } };
  await expect(remove(interrupted.attempt.jobId)).rejects.toThrow('Another job is at work in this folder');
  discarded = { wasThere: false };
  await expect(remove(interrupted.attempt.jobId)).rejects.toThrow('The staging folder "/e/INCOMPLETE-1" is not there');
  expect(queue.state.ended).toHaveLength(1);
  discarded = { wasThere: true };
  await remove(interrupted.attempt.jobId);
  expect(queue.state.ended).toEqual([]);
  const { jobId, request } = interrupted.attempt;
  expect(asked).toEqual(Array(3).fill([request.destinations[0], jobId]));
});

test('Remove leaves the staging folder of an interrupted one where the person wants to keep it', async () => {
  const interrupted = ended(summary({ jobId: attempt('', 4).jobId, status: 'interrupted' }));
  storage.saved = { ...(storage.saved ?? EMPTY_QUEUE), ended: [interrupted] };
  queue = newQueue(engine, { storage });
  await queue.open();
  await removeJob({ queue, askAboutDiscarding: async () => 'keep', discardJob: notDiscarding })(
    interrupted.attempt.jobId,
  );
  expect(queue.state.ended).toEqual([]);
});

test.each(['cancelled', 'failed'] as const)('Remove asks about a job that is %s and can be resumed', async (status) => {
  const left = ended(summary({ jobId: attempt('', 4).jobId, status, stagingDir: '/e/INCOMPLETE-1' }));
  storage.saved = { ...(storage.saved ?? EMPTY_QUEUE), ended: [left] };
  queue = newQueue(engine, { storage });
  await queue.open();
  const asked: JobSummary[] = [];
  const goBack = async (of: JobSummary) => void asked.push(of);
  await removeJob({ queue, askAboutDiscarding: goBack, discardJob: notDiscarding })(left.attempt.jobId);
  expect(asked).toEqual([left.summary]);
  expect(queue.state.ended).toEqual([left]);
});

test('Enter in the question about an unfinished job deletes nothing', async () => {
  const question = vi.spyOn(fakeVscode.window, 'showWarningMessage');
  await askAboutDiscarding(summary({ status: 'interrupted', stagingDir: '/e/INCOMPLETE-1' }));
  const [, , ...buttons]: readonly unknown[] = question.mock.lastCall ?? [];
  expect(buttons[0]).toEqual({ title: 'Discard, Keep Staging Folder' });
  question.mockRestore();
});

async function notDiscarding(): Promise<Discarded> {
  throw new Error('nothing is to be discarded');
}

test('Cancel All asks first, and empties the queue', async () => {
  let answer: 'keep' | undefined;
  const command = cancelAll({ queue, askAboutAll: async () => answer });
  await command();
  expect(waiting()).toBe('abc');
  answer = 'keep';
  await command();
  expect(waiting()).toBe('');
  await command();
  expect(editor.shown).toEqual(['information No job is running or waiting.']);
});

test('whatever changes the queue says so where another window has it', async () => {
  storage.owner = OTHER_WINDOW;
  const remove = removeJob({ queue, askAboutDiscarding: async () => 'remove', discardJob: notDiscarding });
  for (const command of [startQueue(queue), moveUp(queue), releaseJob(queue), copyAgain(queue), remove]) {
    await expect(command(b)).rejects.toThrow('Another window runs the queue (process 4711 on lab)');
  }
  expect(waiting()).toBe('abc');
});

describe('notifications', () => {
  beforeEach(() => {
    createResultNotifications(queue);
  });

  const runAll = async (...changes: Parameters<FakeEngine['jobs'][0]['end']>[0][]): Promise<void> => {
    await queue.start();
    await settled();
    for (const [index, change] of changes.entries()) await engine.job(index).end(change);
  };

  test('a batch is told once, at its end', async () => {
    await runAll({}, {}, {});
    expect(editor.shown).toEqual(['information Batch complete: 3 jobs.']);
    expect(queue.state.ended.every(({ seen }) => seen)).toBe(true);
  });

  test('a batch with a failure is an error and names it', async () => {
    await runAll({}, { status: 'failed', failures: [{ code: 'notFound', path: '/x' }], failureCount: 1 }, {});
    expect(editor.shown).toHaveLength(1);
    expect(editor.shown[0]).toMatch(
      /^error BATCH NOT COMPLETE: 1 of 3 jobs FAILED\. JOB FAILED: "b"\. \/x: This does not exist\./,
    );
  });

  test('a batch with several failures tells why the first one failed, and names the others', async () => {
    const failed = () => ({
      status: 'failed' as const,
      failures: [{ code: 'notFound' as const, path: '/x' }],
      failureCount: 1,
    });
    await runAll(failed(), failed(), failed());
    expect(editor.shown[0]).toMatch(
      /3 of 3 jobs FAILED\. JOB FAILED: "a"\. \/x: This .*\. "b": JOB FAILED\. "c": JOB FAILED\.$/,
    );
  });

  test('a batch that a volume has stopped says what was not begun', async () => {
    await runAll({ status: 'failed', failures: [{ code: 'readOnly' }], failureCount: 1 });
    expect(editor.shown[0]).toContain(
      '1 of 1 jobs FAILED. 2 HELD: not begun, because an earlier job failed on the same volume.',
    );
    expect(queue.state.isStarted).toBe(false);
  });

  test('a copy by itself is told by itself', async () => {
    void queue.add(attempt('alone', 9));
    await settled();
    await engine.job(0).end();
    expect(editor.shown).toEqual([expect.stringContaining('information "alone": 120 items copied')]);
  });
});
