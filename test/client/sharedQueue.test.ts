import { describe, expect, test } from 'vitest';
import type { QueueTrouble } from '../../src/client/queue/queueListener';
import { EMPTY_QUEUE } from '../../src/client/queue/queueState';
import { FakeEngine, settled } from '../extension/support/fakeEngine';
import { attempt, queued, running } from '../extension/support/jobs';
import { MemoryStorage, newQueue, OTHER_WINDOW } from '../extension/support/memoryStorage';

const waits = { ...queued(attempt('waits', 2)), start: 'withQueue' } as const;

/** A window on a queue that is shared. */
async function openWindow(storage: MemoryStorage) {
  const engine = new FakeEngine();
  const queue = newQueue(engine, { storage });
  const troubles: QueueTrouble[] = [];
  queue.subscribe({ onTrouble: (trouble) => troubles.push(trouble) });
  await queue.open();
  return { engine, queue, troubles };
}

/** Tells all windows that something may have changed. */
async function noticed(storage: MemoryStorage): Promise<void> {
  for (const watcher of storage.watchers) watcher();
  await settled();
}

describe('a queue that another window has', () => {
  const inUse = () => {
    const storage = new MemoryStorage();
    storage.owner = OTHER_WINDOW;
    storage.saved = { ...EMPTY_QUEUE, running: running(), waiting: [waits] };
    return storage;
  };

  test('is shown, with its owner, and is not interrupted', async () => {
    const { queue } = await openWindow(inUse());
    expect(queue.state.elsewhere).toEqual({ owner: OTHER_WINDOW });
    expect(queue.state.running).not.toBeNull();
    expect(queue.state.ended).toEqual([]);
    await queue.stop();
  });

  test('cannot be changed', async () => {
    const storage = inUse();
    const { queue, engine } = await openWindow(storage);
    const before = storage.saved;
    for (const change of [
      () => queue.add(attempt('new', 3)),
      () => queue.start(),
      () => queue.remove(attempt('waits', 2).jobId),
      () => queue.clearFinished(),
    ]) {
      await expect(change()).rejects.toThrow('another window has the queue');
    }
    expect(queue.pause()).toBe(false);
    expect(storage.saved).toBe(before);
    expect(engine.jobs).toEqual([]);
    await queue.stop();
  });

  test('is shown anew when it changes, and can be had when it is free', async () => {
    const storage = inUse();
    const { queue, engine } = await openWindow(storage);
    storage.saved = { ...EMPTY_QUEUE, waiting: [waits] };
    storage.owner = undefined;
    await noticed(storage);
    expect(queue.state).toMatchObject({ elsewhere: null, running: null, waiting: [{ state: 'queued' }] });
    void queue.add(attempt('new', 3));
    await settled();
    expect(engine.jobs).toHaveLength(1);
  });

  test('whose window dies in mid-copy: the copy is interrupted', async () => {
    const storage = inUse();
    const { queue } = await openWindow(storage);
    storage.owner = undefined;
    // No other window says so: a look now and then finds it.
    await expect.poll(() => queue.state.ended.map(({ state }) => state), { timeout: 5000 }).toEqual(['interrupted']);
    await queue.stop();
  });
});

describe('two windows', () => {
  test('each can copy while the other does not', async () => {
    const storage = new MemoryStorage();
    const [a, b] = [await openWindow(storage), await openWindow(storage)];
    void a.queue.add(attempt('a', 1));
    await settled();
    expect(storage.owner).toBe('this window');
    await a.engine.job(0).end();
    await settled();
    expect(storage.owner).toBeUndefined();
    void b.queue.add(attempt('b', 2));
    await settled();
    expect(b.engine.jobs).toHaveLength(1);
    // The second window knows what the first one did.
    expect(b.queue.state.ended.map(({ summary: { label } }) => label)).toEqual(['a']);
    await b.engine.job(0).end();
  });
});

describe('a disk that does not keep the queue', () => {
  test('does not keep anybody from copying, is told once, and what is known is not replaced by what is old', async () => {
    const storage = new MemoryStorage();
    const { queue, engine, troubles } = await openWindow(storage);
    storage.failWith = new Error('ENOSPC: no space left on device');
    const result = queue.add(attempt('a', 1));
    await settled();
    await engine.job(0).end();
    expect(await result).toMatchObject({ status: 'complete' });
    await noticed(storage);
    expect(queue.state.ended).toHaveLength(1);
    expect(troubles).toEqual([{ kind: 'notSaved', cause: 'ENOSPC: no space left on device' }]);
    storage.failWith = undefined;
    void queue.add(attempt('b', 2));
    await settled();
    await engine.job(1).end();
    expect(storage.saved?.ended.map(({ summary: { label } }) => label)).toEqual(['a', 'b']);
    expect(storage.owner).toBeUndefined();
  });

  test('nor does one that gives no lock', async () => {
    const storage = new MemoryStorage();
    storage.acquire = async () => {
      throw new Error('EACCES');
    };
    const { queue, engine, troubles } = await openWindow(storage);
    const result = queue.add(attempt('a', 1));
    await settled();
    await engine.job(0).end();
    expect(await result).toMatchObject({ status: 'complete' });
    expect(troubles).toMatchObject([{ kind: 'notSaved' }]);
  });
});
