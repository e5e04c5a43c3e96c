import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ThrottledRender } from '../../src/views/throttledRender';

let shown: number[];
let throttled: ThrottledRender<number>;

beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  throttled = new ThrottledRender((state) => shown.push(state), 250);
});

afterEach(() => vi.useRealTimers());

test('the first state is shown at once', () => {
  throttled.update(1);
  expect(shown).toEqual([1]);
});

test('of ten states in a second the first is shown at once and then one in 250 ms, the last among them', () => {
  for (let state = 1; state <= 10; state++) {
    throttled.update(state);
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(1000);
  expect(shown).toEqual([1, 3, 5, 8, 10]);
});

test('no timer is left when there is nothing more to show', () => {
  throttled.update(1);
  throttled.update(2);
  vi.advanceTimersByTime(500);
  expect(vi.getTimerCount()).toBe(0);
  expect(shown).toEqual([1, 2]);
});

test('after its disposal nothing is shown', () => {
  throttled.update(1);
  throttled.update(2);
  throttled.dispose();
  vi.advanceTimersByTime(1000);
  expect(shown).toEqual([1]);
});
