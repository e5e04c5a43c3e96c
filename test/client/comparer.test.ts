import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ComparisonStep } from '../../src/client/comparison/compareMethods';
import { Comparer } from '../../src/client/comparison/comparer';
import { DEFAULT_OPTIONS, type JobRequest } from '../../src/engine/model/job/job';
import { newClient } from '../support/client';
import { scratchFolder } from '../support/scratch';

/** A source to compare, and a folder that is somebody's. */
function prepared(bytes: number): { request: JobRequest; destination: string } {
  const root = scratchFolder();
  const [source, destination] = [join(root, 'source'), join(root, 'out')];
  writeFileSync(source, '');
  truncateSync(source, bytes);
  mkdirSync(destination);
  writeFileSync(join(destination, 'theirs'), 'x');
  const request = { ...DEFAULT_OPTIONS, label: 'source', sources: [source], destinations: [destination] };
  return { request, destination };
}

const never = new AbortController().signal;

test('U7: copies on the shipped engine in three ways, tells each step, and leaves the destination as it was', async () => {
  const { request, destination } = prepared(100_000);
  const comparer = new Comparer(() => newClient().client);
  const steps: ComparisonStep[] = [];
  const result = await comparer.compare(request, { onStep: (step) => void steps.push(step) }, never);
  expect(result).toMatchObject({
    files: 1,
    bytes: 100_000,
    rows: [
      { name: 'three-pass', sourceReads: 2, destinationReads: 1, readsSaved: 0, grade: 'readBack' },
      { name: 'buffer reuse', sourceReads: 1, destinationReads: 1, readsSaved: 1, grade: 'readBack' },
      { name: 'stream', sourceReads: 1, destinationReads: 0, readsSaved: 2, grade: 'stream' },
    ],
  });
  expect(steps.map(({ number }) => number)).toEqual([...steps.keys()]);
  expect([comparer.isBusy, readdirSync(destination)]).toEqual([false, ['theirs']]);
});

test.each(['cancelled by the person', 'ended with the window'])(
  'U7, E9: what is %s in mid-copy leaves nothing behind',
  async (way) => {
    // All holes: no room is needed, and it takes longer to read than any test.
    const { request, destination } = prepared(500 * 2 ** 30);
    const comparer = new Comparer(() => newClient().client);
    const cancel = new AbortController();
    let isStopped = Promise.resolve();
    const stop = () => {
      if (way.startsWith('ended')) isStopped = comparer.stop();
      else cancel.abort();
    };
    const onProgress = ({ bytesDone }: { bytesDone: number }) => bytesDone > 0 && stop();
    const result = await comparer.compare(
      { ...request, hashAlgorithms: ['sha256'] },
      { onProgress: (p) => void onProgress(p) },
      cancel.signal,
    );
    await isStopped;
    expect(result).toMatchObject({ stopped: { status: 'cancelled' } });
    expect(readdirSync(destination)).toEqual(['theirs']);
  },
);

test('U7: a second comparison is refused while one is made', async () => {
  const { request } = prepared(10);
  const comparer = new Comparer(() => newClient().client);
  const first = comparer.compare(request, {}, never);
  await expect(comparer.compare(request, {}, never)).rejects.toThrow(RangeError);
  expect(await first).toHaveProperty('rows');
});
