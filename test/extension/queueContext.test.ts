import { expect, test, vi } from 'vitest';
import { STATE_CONTEXT } from '../../src/host/contributions';
import { createQueueContext } from '../../src/views/queue/queueContext';
import { editor, resetEditor } from './support/fakeEditor';
import { FakeEngine, settled } from './support/fakeEngine';
import { attempt } from './support/jobs';
import { MemoryStorage, newQueue } from './support/memoryStorage';

vi.mock('vscode', async () => (await import('./support/fakeEditor')).fakeVscode);

test('what runs stays as it is between two jobs of a batch', async () => {
  resetEditor();
  const engine = new FakeEngine();
  const queue = newQueue(engine, { storage: new MemoryStorage() });
  const jobs = [attempt('first', 1), attempt('second', 2)];
  for (const job of jobs) await queue.enqueue(job, 'withQueue');
  createQueueContext(queue);
  await queue.start();
  await settled();
  for (const index of jobs.keys()) await engine.jobs[index]?.end();
  const told = editor.arguments.filter(([key]) => key === STATE_CONTEXT).map(([, value]) => value);
  expect(told).toEqual(['idle', 'running', 'idle']);
});
