import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { median, orderOfRound, spread } from '../../bench/statistics.mts';

const Values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 });

describe('the median', () => {
  test.each([
    [[3], 3],
    [[9, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 2, 1], 2],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('of nothing is an error, not a figure', () => {
    expect(() => median([])).toThrow(/nothing/);
  });

  test('has as many values above as below, and does not touch what it is given', () => {
    fc.assert(
      fc.property(Values, (values) => {
        const before = [...values];
        const middle = median(values);
        expect(values).toEqual(before);
        const [below, above] = [values.filter((value) => value < middle), values.filter((value) => value > middle)];
        expect(Math.max(below.length, above.length)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});

test('the spread holds the median between its extremes', () => {
  expect(spread([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 });
});

describe('the order of a round', () => {
  const items = ['a', 'b', 'c'];

  test('has every item once', () => {
    for (let round = 0; round < 7; round++) expect(orderOfRound(items, round).toSorted()).toEqual(items);
  });

  test('gives nobody the first place twice before everybody had another one', () => {
    const rounds = [0, 1, 2, 3].map((round) => orderOfRound(items, round).join(''));
    expect(new Set(rounds).size).toBe(4);
  });

  test('of nothing is nothing', () => {
    expect(orderOfRound([], 3)).toEqual([]);
  });
});
