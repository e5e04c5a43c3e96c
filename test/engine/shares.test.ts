import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { shares } from '../../src/engine/digests/share';
import { HASH_ALGORITHMS } from '../../src/engine/model/proof/digest';
import { holds } from '../support/property';

test.each([
  [['sha256', 'md5'], ['md5'], ['sha256']],
  [['sha256', 'md5', 'sha1'], ['md5'], ['sha256', 'sha1']],
  [['sha256', 'sha512'], ['sha512'], ['sha256']],
] as const)('%j are spread as %j and %j', (algorithms, longer, shorter) => {
  expect(shares(algorithms)).toEqual([longer, shorter]);
});

test('every digest is taken once, and from two on neither thread is without', () => {
  holds(
    fc.property(fc.subarray([...HASH_ALGORITHMS], { minLength: 2 }), (algorithms) => {
      const [one, other] = shares(algorithms);
      expect([...one, ...other].sort()).toEqual([...algorithms].sort());
      expect(Math.min(one.length, other.length)).toBeGreaterThan(0);
    }),
  );
});
