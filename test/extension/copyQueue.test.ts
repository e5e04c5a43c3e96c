import { beforeEach, describe, expect, test } from 'vitest';
import type { CopyQueue } from '../../src/client/queue/copyQueue';
import type { QueueListener } from '../../src/client/queue/queueListener';
import type { JobSummary } from '../../src/engine/model/result/summary';
import { FakeEngine, settled } from './support/fakeEngine';
import { attempt, progress } from './support/jobs';
import { MemoryStorage, newQueue } from './support/memoryStorage';

let engine: FakeEngine;
let errors: unknown[];
let storage: MemoryStorage;
let queue: CopyQueue;

beforeEach(() => {
  engine = new FakeEngine();
  errors = [];
  storage = new MemoryStorage();
  queue = newQueue(engine, { storage, reportError: (error) => errors.push(error) });
});

const first = attempt('first', 1);
const second = attempt('second', 2);
const third = attempt('third', 3);

/** Adds jobs of which the test does not await the end. */
async function add(...attempts: (typeof first)[]): Promise<void> {
  for (const each of attempts) void queue.add(each);
  await settled();
}

/** Labels of the jobs that wait, and of those that have ended. */
const waiting = () => queue.state.waiting.map(({ attempt: { request } }) => request.label);
const unseen = () => queue.state.ended.filter(({ seen }) => !seen).map(({ summary }) => summary.label);

/** Notes what is heard, in order. */
function listenTo(target: CopyQueue): string[] {
  const heard: string[] = [];
  const listener: QueueListener = {
    onDidStart: ({ request }) => heard.push(`start ${request.label}`),
    onDidEnd: (_attempt, { label, status }) => heard.push(`end ${label} ${status}`),
    onDidRemove: ({ request }) => heard.push(`remove ${request.label}`),
    onLog: (level, message) => heard.push(`log ${level} ${message}`),
    onFailedItems: ({ request }, outcomes) => heard.push(`failed items ${request.label} ${outcomes.length}`),
  };
  target.subscribe(listener);
  return heard;
}

describe('one copy after another', () => {
  test('the first starts at once, the next wait in their order', async () => {
    await add(first, second, third);
    expect(engine.jobs.map((job) => job.attempt)).toEqual([first]);
    expect(queue.state.running?.attempt).toBe(first);
    expect(waiting()).toEqual(['second', 'third']);
  });

  test('the next starts when one has ended, however it ended', async () => {
    const heard = listenTo(queue);
    await add(first, second, third);
    await engine.job(0).end({ status: 'failed' });
    await engine.job(1).end();
    await engine.job(2).end({ status: 'cancelled' });
    expect(heard).toEqual([
      'start first',
      'end first failed',
      'start second',
      'end second complete',
      'start third',
      'end third cancelled',
    ]);
    expect(queue.state.running).toBeNull();
  });

  test('whoever added a job gets its summary, with every failure', async () => {
    const result = queue.add(first);
    await settled();
    const failures: JobSummary['failures'] = Array.from({ length: 500 }, () => ({ code: 'readError' }));
    const ended = await engine.job(0).end({ status: 'incomplete', failures, failureCount: 500 });
    expect(await result).toEqual(ended);
    expect(queue.state.ended[0]?.summary.failures).toHaveLength(100);
  });

  test('phases, progress, failed items and log lines are passed on', async () => {
    const heard = listenTo(queue);
    await add(first);
    const { listener } = engine.job(0);
    listener.onPhase?.('validating');
    expect(queue.state.running?.phase).toBe('validating');
    listener.onProgress?.(progress({ phase: 'publishing' }));
    expect(queue.state.running).toMatchObject({ phase: 'publishing', progress: { itemsPlanned: 120 } });
    listener.onFailedItems?.([]);
    listener.onLog?.('warning', 'slow');
    expect(heard).toEqual(['start first', 'failed items first 0', 'log warning slow']);
  });

  test('progress is not written to the disk', async () => {
    await add(first);
    const { writes } = storage;
    for (let report = 0; report < 50; report++) engine.job(0).listener.onProgress?.(progress());
    await settled();
    expect(storage.writes).toBe(writes);
  });
});

describe('the batch', () => {
  test('waits until it is started, and a copy that is to begin at once does not wait for it', async () => {
    await queue.enqueue(first, 'withQueue');
    await add(second);
    expect(engine.jobs.map((job) => job.attempt)).toEqual([second]);
    await engine.job(0).end();
    expect(engine.jobs).toHaveLength(1);
    expect(await queue.start()).toBe(true);
    await settled();
    expect(engine.jobs[1]?.attempt).toBe(first);
  });

  test('is over when nothing waits any more: what is added later waits for the next start', async () => {
    await queue.enqueue(first, 'withQueue');
    await queue.start();
    await settled();
    await engine.job(0).end();
    expect(queue.state.isStarted).toBe(false);
    await queue.enqueue(second, 'withQueue');
    await settled();
    expect(engine.jobs).toHaveLength(1);
  });

  test('runs in the order it was given', async () => {
    for (const each of [first, second, third]) await queue.enqueue(each, 'withQueue');
    await queue.move([third.jobId], first.jobId);
    expect(waiting()).toEqual(['third', 'first', 'second']);
    await queue.start();
    await settled();
    expect(queue.state.running?.attempt).toBe(third);
  });

  test('cannot be started without a job', async () => {
    expect(await queue.start()).toBe(false);
  });
});

describe('a failed volume', () => {
  const full: Partial<JobSummary> = { status: 'failed', failures: [{ code: 'noSpace' }], failureCount: 1 };
  const onUsb = (label: string, number: number) => attempt(label, number, { destinations: ['/usb'] });
  const usb = [onUsb('usb 1', 11), onUsb('usb 2', 12)] as const;

  beforeEach(() => {
    queue = newQueue(engine, { storage, volumeOf: async (path) => (path === '/usb' ? 2n : 1n) });
  });

  test('holds later jobs for it, and no others', async () => {
    await add(usb[0], usb[1], first);
    await engine.job(0).end(full);
    expect(queue.state.waiting).toMatchObject([{ state: 'held', heldBy: { label: 'usb 1' } }]);
    expect(queue.state.running?.attempt).toBe(first);
  });

  test('holds nothing where the source failed, or a name', async () => {
    await add(...usb);
    await engine.job(0).end({ status: 'failed', failures: [{ code: 'readError', args: { side: 'source' } }] });
    expect(queue.state.running?.attempt).toBe(usb[1]);
  });

  test('does not keep a job for ever: the person can release it', async () => {
    await add(...usb);
    await engine.job(0).end(full);
    expect(queue.state.running).toBeNull();
    await queue.release(usb[1].jobId);
    await settled();
    expect(queue.state.running?.attempt).toBe(usb[1]);
  });

  test('that nobody can name holds nothing', async () => {
    queue = newQueue(engine, { volumeOf: async () => undefined });
    await add(...usb);
    await engine.job(0).end(full);
    expect(queue.state.running?.attempt).toBe(usb[1]);
  });
});

describe('pause, resume, cancel', () => {
  test('reach the running job and show in the state', async () => {
    await add(first);
    expect(queue.pause()).toBe(true);
    expect(queue.state.running?.state).toBe('paused');
    expect(queue.resume()).toBe(true);
    expect(queue.state.running?.state).toBe('running');
    expect(queue.cancel(first.jobId, 'remove')).toBe(true);
    expect(queue.state.running?.cancelling).toBe('remove');
    expect(engine.job(0).calls).toEqual(['pause', 'resume', 'cancel remove']);
  });

  test('are not lost before the engine has the job', async () => {
    void queue.add(first);
    queue.subscribe({ onDidStart: () => queue.cancel(first.jobId, 'keep') });
    await settled();
    expect(engine.job(0).calls).toEqual(['cancel keep']);
  });

  test('the first cancellation counts, and a cancelled job is not paused any more', async () => {
    await add(first);
    queue.cancel(first.jobId, 'keep');
    expect(queue.cancel(first.jobId, 'remove')).toBe(false);
    expect(queue.pause()).toBe(false);
    expect(engine.job(0).calls).toEqual(['cancel keep']);
  });

  test('say so where there is nothing to do', () => {
    expect(queue.pause()).toBe(false);
    expect(queue.resume()).toBe(false);
    expect(queue.cancel(first.jobId, 'keep')).toBe(false);
  });

  test('a waiting job leaves the queue and ends without a summary', async () => {
    const heard = listenTo(queue);
    await add(first);
    const result = queue.add(second);
    expect(await queue.remove(second.jobId)).toBe(true);
    expect(await result).toBeNull();
    expect(heard).toEqual(['start first', 'remove second']);
    await engine.job(0).end();
    expect(engine.jobs).toHaveLength(1);
  });

  test('all: the running one is cancelled, the others leave the queue', async () => {
    await add(first, second, third);
    await queue.cancelAll('keep');
    expect(waiting()).toEqual([]);
    expect(engine.job(0).calls).toEqual(['cancel keep']);
  });
});

describe('results', () => {
  test('stay until they were seen, one by one or all', async () => {
    await add(first, second, third);
    for (const index of [0, 1, 2]) await engine.job(index).end();
    expect(unseen()).toEqual(['first', 'second', 'third']);
    await queue.acknowledge(second.jobId);
    expect(unseen()).toEqual(['first', 'third']);
    await queue.acknowledge();
    expect(unseen()).toEqual([]);
    expect(queue.state.ended.map(({ summary }) => summary.label)).toEqual(['first', 'second', 'third']);
  });

  test('seeing what is not there changes nothing', async () => {
    let changes = 0;
    queue.subscribe({ onDidChange: () => changes++ });
    await queue.acknowledge('unknown');
    await queue.acknowledge();
    expect(changes).toBe(0);
  });

  test('can be copied again, as jobs of their own', async () => {
    await add(first);
    await engine.job(0).end({ status: 'failed' });
    expect(await queue.duplicate(first.jobId, 'atOnce')).toBe(true);
    await settled();
    expect(engine.job(1).attempt.request).toEqual(first.request);
    expect(engine.job(1).attempt.jobId).not.toBe(first.jobId);
  });

  test('leave the queue and its file when they are cleared', async () => {
    await add(first);
    await engine.job(0).end();
    expect(await queue.clearFinished()).toBe(true);
    await settled();
    expect(storage.saved?.ended).toEqual([]);
  });
});

describe('when something breaks', () => {
  test('a listener that throws is reported and disturbs neither the job nor the others', async () => {
    const failure = new Error('listener');
    queue.subscribe({
      onDidChange: () => {
        throw failure;
      },
    });
    const heard = listenTo(queue);
    await add(first, second);
    await engine.job(0).end();
    expect(heard).toEqual(['start first', 'end first complete', 'start second']);
    expect(errors.every((error) => error === failure)).toBe(true);
    expect(errors.length).toBeGreaterThan(0);
  });

  test.each([
    ['that cannot be started', (error: Error) => void Object.assign(engine, { refuseWith: error }), async () => {}],
    ['that gives no summary', () => {}, (error: Error) => engine.job(0).breakDown(error)],
  ])('an engine %s fails that job and not the next', async (_what, before, after) => {
    const error = new Error('no thread');
    before(error);
    const result = queue.add(first);
    await add(second);
    await after(error);
    expect(await result).toMatchObject({ status: 'failed', failures: [{ code: 'engineCrashed' }] });
    expect(queue.state.running?.attempt).toBe(second);
  });
});

describe('the end of the window', () => {
  test('interrupts the running job, keeps its staging and what waits, and starts nothing more', async () => {
    await add(first);
    const waits = queue.add(second);
    await settled();
    const stopped = queue.stop();
    expect(engine.job(0).calls).toEqual(['cancel keep']);
    await engine.job(0).end({ status: 'cancelled' });
    await stopped;
    expect(await waits).toBeNull();
    expect(await queue.add(third)).toBeNull();
    expect(engine.jobs).toHaveLength(1);
    expect(storage.saved?.ended).toMatchObject([{ state: 'interrupted', summary: { status: 'interrupted' } }]);
    expect(storage.saved?.waiting).toMatchObject([{ attempt: second }]);
    expect(storage.owner).toBeUndefined();
  });

  test('is at once where nothing runs', async () => {
    await queue.stop();
    expect(storage.writes).toBe(0);
  });

  test('a disposed subscription hears nothing', async () => {
    let changes = 0;
    queue.subscribe({ onDidChange: () => changes++ }).dispose();
    await add(first);
    expect(changes).toBe(0);
  });
});
