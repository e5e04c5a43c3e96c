import { once } from 'node:events';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { holds } from '../support/property';

test('two sides of the same memory see the same', () => {
  const engine = new SharedState();
  const host = new SharedState(engine.buffer);
  engine.setPhase('validating');
  engine.add('itemsDone', 3);
  engine.add('itemsDone', 4);
  engine.set('bytesPlanned', 2 ** 52);
  host.setControl('pause');
  expect(host.phase).toBe('validating');
  expect(host.counters()).toEqual({
    bytesPlanned: 2 ** 52,
    workPlanned: 0,
    workDone: 0,
    itemsPlanned: 0,
    itemsDone: 7,
    itemsFailed: 0,
    bytesByLanes: 0,
  });
  expect(engine.control).toBe('pause');
  host.takeBatch();
  expect(engine.batchesTaken).toBe(1);
});

test('counters do not disturb each other, nor the path, nor the control word', () => {
  const shared = new SharedState();
  const names = Object.keys(shared.counters()) as (keyof ReturnType<typeof shared.counters>)[];
  shared.setCurrentPath('x'.repeat(1024));
  for (const [index, name] of names.entries()) shared.set(name, -1 - index);
  for (const [index, name] of names.entries()) expect(shared.get(name)).toBe(-1 - index);
  expect(shared.currentPath()).toBe('x'.repeat(1024));
  expect([shared.control, shared.phase]).toEqual(['run', 'planning']);
});

test('E8: a path of any bytes comes through; one that is too long is cut', () => {
  const shared = new SharedState();
  holds(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text).toString()),
      (path) => {
        shared.setCurrentPath(`${path}\udcff`);
        expect(shared.currentPath()).toBe(`${path}\udcff`);
      },
    ),
  );
  shared.setCurrentPath('y'.repeat(5000));
  expect(shared.currentPath()).toBe('y'.repeat(1024));
});

test('E10: a reader on another thread never sees half a name', async () => {
  const names = ['a'.repeat(1000), 'b'.repeat(200)];
  const shared = new SharedState();
  const worker = new Worker(writerScript(names), { eval: true, workerData: shared.buffer });
  onTestFinished(() => void worker.terminate());
  await once(worker, 'online');
  let seen = 0;
  const torn: string[] = [];
  // Each look is a race; many of them make sure that both sides are at work at once.
  for (let look = 0; look < 20_000_000 && seen < 50_000; look++) {
    const path = shared.currentPath();
    if (path === undefined || path === '') continue;
    seen++;
    if (!names.includes(path)) torn.push(path.slice(0, 20));
  }
  expect(seen).toBe(50_000);
  expect(torn).toEqual([]);
});

/** The engine's side of the memory as a thread of its own, which changes the path without end. */
function writerScript(names: readonly string[]): string {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `
        import { workerData } from 'node:worker_threads';
        import { SharedState } from './src/engine/model/thread/sharedState';
        const shared = new SharedState(workerData);
        for (;;) for (const name of ${JSON.stringify(names)}) shared.setCurrentPath(name);
      `,
      resolveDir: resolve(import.meta.dirname, '../..'),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
  });
  return outputFiles[0]?.text ?? '';
}
