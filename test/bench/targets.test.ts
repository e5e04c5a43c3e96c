import { describe, expect, test } from 'vitest';
import { targetsOf } from '../../bench/report/targets.mts';
import { batch, row, scaling, smallFiles } from './support';

const verdicts = (...args: Parameters<typeof targetsOf>) => targetsOf(...args).map(({ isMet }) => isMet);

describe('a comparison', () => {
  test('meets its targets by ratios of medians', () => {
    const targets = targetsOf('small', smallFiles({}));
    expect(targets.map(({ measured }) => Number(measured.toFixed(3)))).toEqual([0.9, 1.2, 1.083, 1.667, 0.667]);
    expect(targets.every(({ isMet }) => isMet)).toBe(true);
  });

  test('misses exactly the targets whose ratio is on the wrong side', () => {
    expect(verdicts('small', smallFiles({ stream: 1001 }))).toEqual([false, true, true, true, true]);
    expect(verdicts('small', smallFiles({ device: 1400 }))).toEqual([true, true, false, true, true]);
  });

  test('a grade that was not reached meets no target, however fast it was', () => {
    const found = smallFiles({ device: 1 });
    const rows = found.rows.map((each) =>
      each.id === 'device'
        ? { ...each, gradeAsked: 'device', samples: each.samples.map((run) => ({ ...run, grade: 'readBack' })) }
        : each,
    );
    const targets = targetsOf('small', { ...found, rows });
    expect(targets.map(({ isMet }) => isMet)).toEqual([true, false, false, false, true]);
    expect(targets[1]?.reservation).toMatch(/device did not reach the grade device/);
  });

  test('of which something was not measured is an error, not a pass', () => {
    const found = { ...smallFiles({}), rows: [row('stream', [1])] };
    expect(() => targetsOf('small', found)).toThrow(/was not measured/);
  });

  test('without targets has none', () => {
    expect(targetsOf('many', smallFiles({}))).toEqual([]);
  });
});

describe('scaling', () => {
  test('compares each amount with ten times as much', () => {
    const targets = targetsOf('fileCount', scaling({ 10: [100, 50e6], 100: [900, 60e6], 1000: [9900, 124e6] }));
    expect(targets).toMatchObject([
      { measured: 11, isMet: true },
      { measured: 64, isMet: true },
    ]);
  });

  test('that is not linear, or takes memory, is seen', () => {
    expect(verdicts('fileCount', scaling({ 10: [100, 50e6], 100: [1101, 115e6] }))).toEqual([false, false]);
  });

  test('without ten times as much meets nothing', () => {
    expect(verdicts('fileCount', scaling({ 10: [100, 50e6], 50: [100, 50e6] }))).toEqual([false, false]);
  });
});

describe('a batch', () => {
  const jobs = (last: { durationMs: number; memoryBytes: number }) =>
    batch(Array.from({ length: 60 }, (_, index) => (index < 50 ? { durationMs: 100, memoryBytes: 100e6 } : last)));

  test('that stays fast and small meets its targets', () => {
    expect(verdicts('batch', jobs({ durationMs: 110, memoryBytes: 115e6 }))).toEqual([true, true, true]);
  });

  test('that gets slower or larger does not', () => {
    expect(verdicts('batch', jobs({ durationMs: 130, memoryBytes: 121e6 }))).toEqual([false, false, true]);
  });
});
