import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { CopyQueue } from '../../src/client/queue/copyQueue';
import { decodeQueue, encodeQueue } from '../../src/client/queue/queueFile';
import type { QueueTrouble } from '../../src/client/queue/queueListener';
import { EMPTY_QUEUE, type Queue } from '../../src/client/queue/queueState';
import { QueueStore } from '../../src/client/queue/queueStore';
import { fromBytes } from '../../src/engine/model/text/pathText';
import { FakeEngine, settled } from '../extension/support/fakeEngine';
import { attempt, ended, queued, running, summary } from '../extension/support/jobs';
import { scratchFolder } from '../support/scratch';

let folder: string;
let file: string;

beforeEach(() => {
  folder = join(scratchFolder(), 'storage');
  mkdirSync(folder);
  file = join(folder, 'queue.json');
});

/** What is read of a queue: nothing runs by itself in a new window, and progress is not kept. */
const SAVED: Queue = {
  ...EMPTY_QUEUE,
  running: running({ attempt: attempt('runs', 1), phase: 'planning', progress: null, stagingDir: '/e/INCOMPLETE-1' }),
  waiting: [
    { ...queued(attempt('waits', 2)), start: 'withQueue' },
    { state: 'held', attempt: attempt('held', 3), start: 'withQueue', heldBy: { jobId: 'x', label: 'full' } },
  ],
  ended: [
    ended(summary({ jobId: attempt('', 4).jobId })),
    ended(summary({ jobId: attempt('', 5).jobId, status: 'failed' }), true),
  ],
};

async function written(queue: Queue): Promise<QueueStore> {
  const store = new QueueStore(folder);
  await store.acquire();
  await store.write(queue);
  return store;
}

describe('the file of the queue', () => {
  test('gives back what was written, whatever bytes are in names', async () => {
    const label = fromBytes(Buffer.from([0x61, 0xff, 0x0a, 0x22, 0xf0, 0x9f, 0x98, 0x80]));
    const queue = {
      ...SAVED,
      waiting: [{ ...queued(attempt(label, 6, { sources: [`/x/${label}`] })), start: 'withQueue' }],
    } satisfies Queue;
    await written(queue);
    expect(await new QueueStore(folder).read()).toEqual(queue);
  });

  test('is empty where there is none yet, also without a folder', async () => {
    expect(await new QueueStore(folder).read()).toEqual(EMPTY_QUEUE);
    expect(await new QueueStore(join(folder, 'none')).read()).toEqual(EMPTY_QUEUE);
  });

  test('is for its owner only: it holds case data', async () => {
    await written(SAVED);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('is replaced as a whole, and nothing else is left', async () => {
    const store = await written(SAVED);
    await store.write(EMPTY_QUEUE);
    await store.release();
    expect(readdirSync(folder).sort()).toEqual(['queue.json', 'queue.lock.1']);
  });

  test('is not written by a window that does not have the queue', async () => {
    await expect(new QueueStore(folder).write(SAVED)).rejects.toThrow('only by the window that has it');
  });
});

describe('damage', () => {
  const saved = { ...SAVED, ended: [] };
  const text = Buffer.from(encodeQueue(saved));

  test('of any byte is noticed', () => {
    for (let at = 0; at < text.length; at++) {
      for (const change of [0x01, 0x20, 0x80, text[at] ?? 0]) {
        const damaged = Buffer.from(text);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        // White space at the end, and hexadecimal digits that say the same, are no damage.
        expect([undefined, saved]).toContainEqual(decodeQueue(damaged.toString('utf8')));
      }
    }
  });

  test('at any length is noticed', () => {
    for (let length = 0; length < text.length - 1; length++) {
      expect(decodeQueue(text.subarray(0, length).toString('utf8'))).toBeUndefined();
    }
  });

  test.each([
    ['text that is no queue', '{"version":1,"sha256":"x","queue":{}}'],
    ['a later version', encodeQueue(EMPTY_QUEUE).replace('"version":1', '"version":2')],
    ['nothing', ''],
    ['deep nesting', '['.repeat(200_000)],
    ['a name that would change all objects', '{"__proto__":{"polluted":true},"version":1,"sha256":"","queue":{}}'],
  ])('%s is put aside byte for byte, and the person hears of it', async (_what, content) => {
    writeFileSync(file, content);
    const troubles: QueueTrouble[] = [];
    const queue = newQueue();
    queue.subscribe({ onTrouble: (trouble) => troubles.push(trouble) });
    await queue.open();
    const [aside] = readdirSync(folder).filter((name) => name.startsWith('queue.damaged-'));
    expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(content);
    expect(troubles).toEqual([{ kind: 'damaged', path: join(folder, aside ?? '') }]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    await queue.stop();
  });
});

function newQueue(engine = new FakeEngine()): CopyQueue {
  return new CopyQueue({
    starter: engine,
    storage: new QueueStore(folder),
    volumeOf: async () => 1n,
    reportError: (error) => expect.unreachable(String(error)),
  });
}

describe('a new window', () => {
  test('finds what ran as interrupted, what waited as waiting, and starts nothing', async () => {
    const store = await written(SAVED);
    await store.release();
    const engine = new FakeEngine();
    const queue = newQueue(engine);
    const told: string[] = [];
    queue.subscribe({ onInterrupted: (jobs) => told.push(...jobs.map(({ summary: { label } }) => label)) });
    await queue.open();
    await settled();
    expect(queue.state.running).toBeNull();
    expect(queue.state.ended.at(-1)).toMatchObject({
      state: 'interrupted',
      seen: false,
      summary: { label: 'runs', stagingDir: '/e/INCOMPLETE-1', failures: [] },
    });
    expect(queue.state.waiting).toEqual(SAVED.waiting);
    expect(engine.jobs).toEqual([]);
    expect(told).toEqual(['runs']);
    await queue.stop();
    expect((await new QueueStore(folder).read())?.ended.at(-1)?.state).toBe('interrupted');
  });

  test('tells again of an interrupted copy nobody has looked at, and no more of one that was seen', async () => {
    for (const [seen, expected] of [
      [false, 1],
      [true, 0],
    ] as const) {
      const store = await written({ ...EMPTY_QUEUE, ended: [ended(summary({ status: 'interrupted' }), seen)] });
      await store.release();
      let told = 0;
      const queue = newQueue();
      queue.subscribe({ onInterrupted: () => told++ });
      await queue.open();
      expect(told).toBe(expected);
      await queue.stop();
    }
  });

  test('a job is on disk as running before the engine has it', async () => {
    const engine = new FakeEngine();
    const start = engine.start.bind(engine);
    let onDisk: string | undefined;
    engine.start = (of, listener) => {
      onDisk = decodeQueue(readFileSync(file, 'utf8'))?.running?.attempt.jobId;
      return start(of, listener);
    };
    const queue = newQueue(engine);
    void queue.add(attempt());
    await expect.poll(() => engine.jobs.length).toBe(1);
    expect(onDisk).toBe(attempt().jobId);
    await engine.job(0).end();
    await queue.stop();
  });
});
