import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProgressMeter } from '../../src/client/progress/progressMeter';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { holds } from '../support/property';

const MB = 1_000_000;

/** A job of `bytes` in one pass, half a second into its plan. */
function meterFor(bytes: number): { shared: SharedState; meter: ProgressMeter } {
  const shared = new SharedState();
  shared.set('bytesPlanned', bytes);
  shared.set('workPlanned', bytes);
  shared.set('itemsPlanned', 10);
  return { shared, meter: new ProgressMeter(shared, 0) };
}

test('E10: before the plan is known there is no share and no estimate, but the items found', () => {
  const shared = new SharedState();
  shared.set('itemsPlanned', 42);
  expect(new ProgressMeter(shared, 0).measure(1000)).toMatchObject({
    phase: 'planning',
    fraction: null,
    etaMs: null,
    itemsPlanned: 42,
    bytesDone: 0,
    currentRate: 0,
    averageRate: 0,
  });
});

test('E10: rates and the time left follow from the work done and the time given', () => {
  const { shared, meter } = meterFor(100 * MB);
  meter.measure(0);
  shared.set('workDone', 10 * MB);
  expect(meter.measure(1000)).toMatchObject({
    fraction: 0.1,
    bytesDone: 10 * MB,
    currentRate: 10 * MB,
    averageRate: 10 * MB,
  });
  shared.set('workDone', 50 * MB);
  const half = meter.measure(2000);
  expect(half).toMatchObject({ fraction: 0.5, currentRate: 25 * MB, averageRate: 25 * MB, peakRate: 25 * MB });
  expect(half.etaMs).toBeCloseTo(2000);
});

test('E10: the current rate forgets what is older than its window, the peak does not', () => {
  const { shared, meter } = meterFor(1000 * MB);
  for (let second = 0; second <= 5; second++) {
    shared.set('workDone', second * 20 * MB);
    meter.measure(second * 1000);
  }
  for (let second = 6; second <= 20; second++) meter.measure(second * 1000);
  const late = meter.measure(21_000);
  expect(late.currentRate).toBe(0);
  expect(late.peakRate).toBe(20 * MB);
  expect(late.averageRate).toBeCloseTo((100 * MB) / 21);
});

test('E10: paused time counts neither for the average nor for the time left', () => {
  const { shared, meter } = meterFor(100 * MB);
  meter.measure(0);
  shared.set('workDone', 10 * MB);
  meter.measure(1000);
  shared.setControl('pause');
  for (let second = 1; second <= 600; second++) {
    expect(meter.measure(1000 + second * 1000)).toMatchObject({ paused: true, currentRate: 0 });
  }
  shared.setControl('run');
  const after = meter.measure(601_000);
  expect(after.averageRate).toBeCloseTo(10 * MB);
  expect(after.etaMs).toBeCloseTo(9000);
});

describe('B10: the share of the job', () => {
  test('never goes back and never exceeds 1, whatever the counters do', () => {
    const step = fc.record({ done: fc.nat(200), pause: fc.boolean(), ms: fc.nat(5000) });
    holds(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { shared, meter } = meterFor(100);
        let now = 0;
        let last = meter.measure(now);
        for (const { done, pause, ms } of steps) {
          now += ms;
          shared.set('workDone', done);
          shared.setControl(pause ? 'pause' : 'run');
          const progress = meter.measure(now);
          expect(progress.fraction).toBeGreaterThanOrEqual(last.fraction ?? 0);
          expect(progress.fraction).toBeLessThanOrEqual(1);
          expect(progress.peakRate).toBeGreaterThanOrEqual(last.peakRate);
          expect(progress.bytesDone).toBeGreaterThanOrEqual(last.bytesDone);
          for (const value of [progress.currentRate, progress.averageRate, progress.peakRate, progress.etaMs ?? 0]) {
            expect(Number.isFinite(value) && value >= 0).toBe(true);
          }
          last = progress;
        }
      }),
    );
  });

  test('of a job without bytes is told by its items', () => {
    const shared = new SharedState();
    shared.set('workPlanned', 64_000);
    shared.set('itemsPlanned', 1);
    shared.set('workDone', 32_000);
    expect(new ProgressMeter(shared, 0).measure(500)).toMatchObject({ fraction: 0.5, bytesDone: 0, currentRate: 0 });
  });
});

test('E10: a name that is being changed at this moment is not shown half', () => {
  const { shared, meter } = meterFor(1);
  shared.setCurrentPath('a/b');
  expect(meter.measure(1).currentPath).toBe('a/b');
  Atomics.add(new Int32Array(shared.buffer, 0, 16), 2, 1);
  expect(meter.measure(2).currentPath).toBeNull();
});
