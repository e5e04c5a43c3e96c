import { expect, test, vi } from 'vitest';
import { Metrics } from '../../src/engine/job/metrics';
import { passesOf, WorkMeter } from '../../src/engine/job/workMeter';
import { emptyTotals } from '../../src/engine/model/item/plan';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { requestFor } from '../support/runEngine';

test('E14: samples tell the rate of the source bytes, whatever the number of passes', () => {
  let now = 1000;
  const metrics = new Metrics(() => now, 1000);
  for (let step = 0; step < 8; step++) {
    now += 125;
    metrics.advance(250_000, 2);
  }
  expect(metrics.samples).toEqual([250, 500, 750, 1000].map((atMs) => ({ atMs, bytesPerSecond: 1_000_000 })));
});

test('E14, B8: the number of samples stays bounded however long the job is, and they still span it', () => {
  let now = 0;
  const metrics = new Metrics(() => now, 0);
  const hours = 24;
  for (let second = 0; second < hours * 3600; second++) {
    now += 1000;
    metrics.advance(5_000_000, 1);
    expect(metrics.samples.length).toBeLessThanOrEqual(512);
  }
  const { samples } = metrics;
  expect(samples.length).toBeGreaterThan(100);
  expect(new Set(samples.map(({ bytesPerSecond }) => bytesPerSecond))).toEqual(new Set([5_000_000]));
  expect(samples.at(-1)?.atMs).toBeGreaterThan(hours * 3_600_000 * 0.98);
  expect(samples.every(({ atMs }, index) => index === 0 || atMs > (samples[index - 1]?.atMs ?? 0))).toBe(true);
});

test('E14: the peak of memory never goes down', () => {
  const metrics = new Metrics(() => 0, 0);
  const first = metrics.peakMemory;
  expect(first).toBeGreaterThan(1_000_000);
  expect(metrics.peakMemory).toBeGreaterThanOrEqual(first);
});

test('E14: a process that may open no file to measure its memory goes on', () => {
  const now = vi.fn(() => 0);
  const metrics = new Metrics(now, 0);
  const first = metrics.peakMemory;
  const rss = vi.spyOn(process.memoryUsage, 'rss').mockImplementation(() => {
    throw new Error('EMFILE: too many open files, uv_resident_set_memory');
  });
  now.mockReturnValue(1000);
  metrics.advance(250_000, 1);
  expect(metrics.samples).toHaveLength(1);
  expect(metrics.peakMemory).toBeGreaterThanOrEqual(first);
  rss.mockRestore();
});

test('B10: passes over a file are counted as the method and the grade make them', () => {
  const passes = (choices: object) => passesOf(requestFor([], '/x', choices));
  expect(passes({ verification: 'stream' })).toBe(1);
  expect(passes({ verification: 'readBack' })).toBe(2);
  expect(passes({ verification: 'device' })).toBe(2);
  expect(passes({ verification: 'stream', useBufferReuse: false })).toBe(3);
});

test('B10: the work of all phases adds up to what was planned', () => {
  const shared = new SharedState();
  const meter = new WorkMeter(shared, requestFor([], '/x'));
  meter.plan({ ...emptyTotals(), items: 3, bytes: 1500 });
  for (const size of [1000, 500, 0]) {
    meter.advance(size);
    meter.advance(size);
    meter.copied(size, 2 * size);
  }
  expect(shared.get('workDone')).toBeLessThan(shared.get('workPlanned'));
  for (const phase of ['validating', 'publishing', 'recording'] as const)
    for (let i = 0; i < 3; i++) meter.passed(phase);
  expect(shared.get('workDone')).toBeLessThan(shared.get('workPlanned'));
  meter.ended();
  expect(shared.get('workDone')).toBe(shared.get('workPlanned'));
  expect(shared.counters()).toMatchObject({ bytesPlanned: 1500, itemsPlanned: 3, itemsDone: 3 });
});
