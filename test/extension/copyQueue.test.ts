import { beforeEach, describe, expect, test } from 'vitest';
import { CopyQueue, EMPTY_QUEUE, type QueueListener } from '../../src/client/copyQueue';
import { FakeEngine } from './support/fakeEngine';
import { attempt, progress } from './support/jobs';

let engine: FakeEngine;
let errors: unknown[];
let queue: CopyQueue;

beforeEach(() => {
  engine = new FakeEngine();
  errors = [];
  queue = new CopyQueue(engine, (error) => errors.push(error));
});

const first = attempt('first', 1);
const second = attempt('second', 2);
const third = attempt('third', 3);

/** Adds jobs of which the test does not await the end. */
function add(...attempts: (typeof first)[]): void {
  for (const each of attempts) void queue.add(each);
}

/** Notes what is heard, in order. */
function listenTo(target: CopyQueue): string[] {
  const heard: string[] = [];
  const listener: QueueListener = {
    onDidStart: ({ request }) => heard.push(`start ${request.label}`),
    onDidEnd: (_attempt, { label, status }) => heard.push(`end ${label} ${status}`),
    onDidRemove: ({ request }) => heard.push(`remove ${request.label}`),
    onLog: (level, message) => heard.push(`log ${level} ${message}`),
    onOutcomes: ({ request }, outcomes) => heard.push(`outcomes ${request.label} ${outcomes.length}`),
  };
  target.subscribe(listener);
  return heard;
}

describe('one copy after another', () => {
  test('the first starts at once, the next wait in their order', () => {
    add(first, second, third);
    expect(engine.jobs.map((job) => job.attempt)).toEqual([first]);
    expect(queue.state.running?.attempt).toBe(first);
    expect(queue.state.waiting).toEqual([second, third]);
  });

  test('the next starts when one has ended, however it ended', async () => {
    const heard = listenTo(queue);
    add(first, second, third);
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

  test('whoever added a job gets its summary', async () => {
    const result = queue.add(first);
    const ended = await engine.job(0).end();
    expect(await result).toEqual(ended);
  });

  test('phases, progress, outcomes and log lines are passed on', () => {
    const heard = listenTo(queue);
    add(first);
    const { listener } = engine.job(0);
    listener.onPhase?.('validating');
    expect(queue.state.running?.phase).toBe('validating');
    listener.onProgress?.(progress({ phase: 'publishing' }));
    expect(queue.state.running).toMatchObject({ phase: 'publishing', progress: { itemsPlanned: 120 } });
    void listener.onOutcomes?.([]);
    listener.onLog?.('warning', 'slow');
    expect(heard).toEqual(['start first', 'outcomes first 0', 'log warning slow']);
  });
});

describe('pause, resume, cancel', () => {
  test('reach the running job and show in the state', () => {
    add(first);
    expect(queue.pause()).toBe(true);
    expect(queue.state.running?.paused).toBe(true);
    expect(queue.resume()).toBe(true);
    expect(queue.state.running?.paused).toBe(false);
    expect(queue.cancel(first.jobId, 'remove')).toBe(true);
    expect(queue.state.running?.cancelling).toBe('remove');
    expect(engine.job(0).calls).toEqual(['pause', 'resume', 'cancel remove']);
  });

  test('the first cancellation counts, and a cancelled job is not paused any more', () => {
    add(first);
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
    add(first);
    const result = queue.add(second);
    expect(queue.cancel(second.jobId, 'keep')).toBe(true);
    expect(await result).toBeNull();
    expect(queue.state.waiting).toEqual([]);
    expect(heard).toEqual(['start first', 'remove second']);
    await engine.job(0).end();
    expect(engine.jobs).toHaveLength(1);
  });
});

describe('results', () => {
  test('stay until they were seen, one by one or all', async () => {
    add(first, second, third);
    for (const index of [0, 1, 2]) await engine.job(index).end();
    expect(queue.state.unseen.map(({ label }) => label)).toEqual(['first', 'second', 'third']);
    queue.acknowledge(second.jobId);
    expect(queue.state.unseen.map(({ label }) => label)).toEqual(['first', 'third']);
    queue.acknowledge();
    expect(queue.state.unseen).toEqual([]);
    expect(queue.state.recent.map(({ label }) => label)).toEqual(['first', 'second', 'third']);
  });

  test('ten can be looked at again; those nobody has seen are all kept', async () => {
    const attempts = Array.from({ length: 12 }, (_, index) => attempt(`job ${index}`, index));
    add(...attempts);
    for (const index of attempts.keys()) await engine.job(index).end();
    expect(queue.state.unseen).toHaveLength(12);
    expect(queue.state.recent).toHaveLength(10);
    expect(queue.state.recent.at(-1)?.label).toBe('job 11');
  });

  test('seeing what is not there changes nothing', () => {
    let changes = 0;
    queue.subscribe({ onDidChange: () => changes++ });
    queue.acknowledge('unknown');
    queue.acknowledge();
    expect(changes).toBe(0);
    expect(queue.state).toBe(EMPTY_QUEUE);
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
    add(first, second);
    await engine.job(0).end();
    expect(heard).toEqual(['start first', 'end first complete', 'start second']);
    expect(errors.every((error) => error === failure)).toBe(true);
    expect(errors.length).toBeGreaterThan(0);
  });

  test('an engine that cannot be started fails that job and not the next', async () => {
    engine.refuseWith = new Error('no thread');
    await expect(queue.add(first)).rejects.toThrow('no thread');
    expect(queue.state.running).toBeNull();
    add(second);
    expect(queue.state.running?.attempt).toBe(second);
  });

  test('a job without a summary is told to its caller, and the queue goes on', async () => {
    const result = queue.add(first);
    add(second);
    const rejected = expect(result).rejects.toThrow('contract');
    await engine.job(0).breakDown(new Error('contract'));
    await rejected;
    expect(queue.state.running?.attempt).toBe(second);
  });
});

describe('the end of the window', () => {
  test('stops the running job, keeps its staging and starts nothing more', async () => {
    add(first);
    const waiting = queue.add(second);
    const stopped = queue.stop();
    expect(await waiting).toBeNull();
    expect(engine.job(0).calls).toEqual(['cancel keep']);
    await engine.job(0).end({ status: 'cancelled' });
    await stopped;
    expect(await queue.add(third)).toBeNull();
    expect(engine.jobs).toHaveLength(1);
  });

  test('is at once where nothing runs', async () => {
    await queue.stop();
    expect(queue.state).toBe(EMPTY_QUEUE);
  });

  test('a disposed subscription hears nothing', () => {
    let changes = 0;
    queue.subscribe({ onDidChange: () => changes++ }).dispose();
    add(first);
    expect(changes).toBe(0);
  });
});
