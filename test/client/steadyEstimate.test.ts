import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SteadyEstimate } from '../../src/client/progress/steadyEstimate';
import { formatRemaining } from '../../src/engine/model/text/units';
import { holds } from '../support/property';

const MINUTE = 60_000;

/** What is shown, 4 times a second, of a job that takes `total` and is estimated wrongly by at most a share of what is left. */
function shownOf(total: number, errors: readonly number[]): readonly number[] {
  const estimate = new SteadyEstimate();
  return errors.map((error, index) => {
    const now = index * 250;
    return estimate.left(now, Math.max(0, total - now) * (1 + error));
  });
}

describe('E10: the time left is steady', () => {
  test('it runs down with the clock while estimates come near: never up, never faster', () => {
    const total = fc.integer({ min: MINUTE, max: 600 * MINUTE });
    const errors = fc.array(fc.double({ min: -0.06, max: 0.06, noNaN: true }), { minLength: 2, maxLength: 60 });
    holds(
      fc.property(total, errors, (whole, noise) => {
        const shown = shownOf(whole, noise);
        for (const [index, left] of shown.entries()) {
          const before = shown[index - 1];
          if (before !== undefined) expect(left).toBeCloseTo(before - 250, 3);
        }
      }),
    );
  });

  test('it is never further off than the tolerance, however estimates jump', () => {
    const step = fc.record({ ms: fc.nat(10_000), estimate: fc.nat(100 * MINUTE) });
    holds(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const steady = new SteadyEstimate();
        let now = 0;
        for (const { ms, estimate } of steps) {
          now += ms;
          const left = steady.left(now, estimate);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(Math.abs(left - estimate)).toBeLessThanOrEqual(Math.max(5000, estimate * 0.15) + 1e-6);
        }
      }),
    );
  });

  test('a real change is followed at once', () => {
    const steady = new SteadyEstimate();
    steady.left(0, 10 * MINUTE);
    expect(steady.left(1000, 20 * MINUTE)).toBe(20 * MINUTE);
  });
});

test.each([
  [0, '5 s'],
  [4999, '5 s'],
  [5001, '10 s'],
  [54_000, '55 s'],
  [56_000, '1 min'],
  [61_000, '1 min 30 s'],
  [91_000, '2 min'],
  [10 * MINUTE + 1, '11 min'],
  [59 * MINUTE, '59 min'],
  [60 * MINUTE, '1 h 00 min'],
  [61 * MINUTE, '1 h 05 min'],
  [125 * MINUTE, '2 h 05 min'],
])('%d ms are told as %s left', (milliseconds, expected) => {
  expect(formatRemaining(milliseconds)).toBe(expected);
});

test('what is told never grows while the time runs down, and is never less than it', () => {
  const unit = { s: 1000, min: MINUTE, h: 60 * MINUTE };
  const toldMs = (text: string) =>
    [...text.matchAll(/(\d+) (h|min|s)/g)].reduce((sum, [, number, of]) => {
      return sum + Number(number) * unit[of === 'h' || of === 'min' ? of : 's'];
    }, 0);
  holds(
    fc.property(fc.nat(1000 * MINUTE), fc.nat(MINUTE), (left, more) => {
      const [told, before] = [toldMs(formatRemaining(left)), toldMs(formatRemaining(left + more))];
      expect(told).toBeGreaterThanOrEqual(left);
      expect(told).toBeLessThanOrEqual(before);
    }),
  );
});
