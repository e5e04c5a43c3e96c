import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparedRow, median } from '../../src/client/comparison/comparedRow';
import { type ComparisonStep, compareMethods } from '../../src/client/comparison/compareMethods';
import { METHODS, runOrder } from '../../src/client/comparison/methods';
import type { JobRequest } from '../../src/engine/model/job/job';
import type { JobSummary } from '../../src/engine/model/result/summary';
import { attempt, summary } from '../extension/support/jobs';
import { scratchFolder } from '../support/scratch';

/** A copy that only makes its folder, with what a folder of evidence may hold, and takes as long as it is told. */
function pretender(durations: readonly number[], end: Partial<JobSummary> = {}) {
  const steps: ComparisonStep[] = [];
  const requests: JobRequest[] = [];
  return {
    steps,
    requests,
    copy: async (request: JobRequest, step: ComparisonStep): Promise<JobSummary> => {
      const index = steps.push(step) - 1;
      requests.push(request);
      const [folder = ''] = request.destinations;
      mkdirSync(join(folder, 'closed'), { recursive: true });
      writeFileSync(join(folder, 'closed', 'x'), 'x');
      const isLast = index === durations.length - 1;
      return summary({ durationMs: durations[index] ?? 0, bytes: 1000, ...(isLast && end) });
    },
  };
}

const requestTo = (destination: string): JobRequest => attempt('card1', 1, { destinations: [destination] }).request;

describe('U7: a comparison', () => {
  test('runs all methods there and back, four times where a copy is quick, and gives medians', async () => {
    const root = scratchFolder();
    const { copy, requests, steps } = pretender([9, 40, 20, 10, 11, 21, 41, 400, 22, 12, 13, 23, 43]);
    const result = await compareMethods(requestTo(root), copy);
    expect(result).toMatchObject({
      runs: 4,
      rows: [
        { name: 'three-pass', durationsMs: [40, 41, 400, 43], durationMs: 42 },
        { name: 'buffer reuse', durationsMs: [20, 21, 22, 23], durationMs: 21.5 },
        { name: 'stream', durationsMs: [10, 11, 12, 13], durationMs: 11.5, bytesPerSecond: 86_957 },
      ],
    });
    expect(requests.slice(1, 4)).toMatchObject([
      { useBufferReuse: false, verification: 'readBack' },
      { useBufferReuse: true, verification: 'readBack' },
      { useBufferReuse: true, verification: 'stream' },
    ]);
    expect(steps[0]).toEqual({ method: null, number: 0, of: null });
    expect(steps.at(-1)).toEqual({ method: 'three-pass', number: 12, of: 12 });
  });

  test('gives each copy a folder of its own and leaves none', async () => {
    const root = scratchFolder();
    const { copy, requests } = pretender([4000]);
    await compareMethods(requestTo(root), copy);
    const folders = requests.map(({ destinations }) => destinations[0]);
    expect(new Set(folders).size).toBe(7);
    expect(readdirSync(root)).toEqual([]);
  });

  test('ends with the first copy that is not complete, and leaves nothing of it', async () => {
    const root = scratchFolder();
    const { copy, steps } = pretender([9, 8, 7], { status: 'cancelled' });
    expect(await compareMethods(requestTo(root), copy)).toMatchObject({ stopped: { status: 'cancelled' } });
    expect([steps.length, readdirSync(root)]).toEqual([3, []]);
  });

  test('does not touch what an abandoned copy may still write to', async () => {
    const root = scratchFolder();
    const { copy, requests } = pretender([9], { status: 'failed', failures: [{ code: 'stalled' }] });
    await compareMethods(requestTo(root), copy);
    expect(existsSync(String(requests[0]?.destinations[0]))).toBe(true);
  });
});

test('every method has the same mean place in the order, however many runs there are', () => {
  for (const warmUpMs of [0, 1e6]) {
    const order = runOrder(warmUpMs);
    const means = METHODS.map((method) => {
      const places = [...order.keys()].filter((place) => order[place] === method);
      return places.reduce((sum, place) => sum + place, 0) / places.length;
    });
    expect(means).toEqual(means.map(() => (order.length - 1) / 2));
  }
});

test('a median is a value that half of the others do not exceed', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1e6), { minLength: 1, maxLength: 20 }), (values) => {
      const middle = median(values);
      expect(values.filter((value) => value <= middle).length * 2).toBeGreaterThanOrEqual(values.length);
      expect(values.filter((value) => value >= middle).length * 2).toBeGreaterThanOrEqual(values.length);
    }),
  );
});

test('a method that was not run has no row', () => {
  expect(() => comparedRow('stream', [])).toThrow('stream was not run');
});
