import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readsSaved } from '../../../src/engine/model/item/outcome';
import { LARGE_LIMIT, SMALL_LIMIT, sizeClassOf } from '../../../src/engine/model/item/sizeClass';
import { clampBufferSizeKB, DEFAULT_OPTIONS, JobRequestSchema, shortId } from '../../../src/engine/model/job/job';
import { compareGrades, GRADE_WORDING, GRADES, lowerGrade } from '../../../src/engine/model/proof/grade';
import { bytesPerSecond, formatBytes, formatDuration, formatRate } from '../../../src/engine/model/text/units';
import { holds } from '../../support/property';
import { requestFor } from '../../support/runEngine';

describe('E4: size classes', () => {
  test.each([
    [0, 'small'],
    [SMALL_LIMIT - 1, 'small'],
    [SMALL_LIMIT, 'medium'],
    [LARGE_LIMIT - 1, 'medium'],
    [LARGE_LIMIT, 'large'],
    [2 ** 50, 'large'],
  ])('a file of %i bytes is %s', (size, expected) => expect(sizeClassOf(size)).toBe(expected));

  test('begin at 1 MiB and 100 MiB', () => expect([SMALL_LIMIT, LARGE_LIMIT]).toEqual([1_048_576, 104_857_600]));
});

describe('E3: the buffer size', () => {
  test.each([
    [-5, 8],
    [0, 8],
    [7, 8],
    [8, 8],
    [8.9, 8],
    [1024, 1024],
    [10_240, 10_240],
    [10_241, 10_240],
    [1e12, 10_240],
  ])('of %d KiB is held at %i KiB', (wanted, held) => expect(clampBufferSizeKB(wanted)).toBe(held));

  test('outside its limits is no valid request', () => {
    const request = requestFor(['/a'], '/b');
    expect(JobRequestSchema.safeParse(request).success).toBe(true);
    for (const bufferSizeKB of [7, 10_241, 8.5]) {
      expect(JobRequestSchema.safeParse({ ...request, bufferSizeKB }).success).toBe(false);
    }
  });
});

describe('a job request', () => {
  test('has the built-in defaults of the product', () => {
    expect(DEFAULT_OPTIONS).toEqual({
      verification: 'device',
      requireGrade: false,
      retryMismatch: true,
      hashAlgorithms: ['sha256'],
      useBufferReuse: true,
      bufferSizeKB: 1024,
      lanes: 'auto',
      conflict: 'fail',
      onItemError: 'continue',
      onReadError: 'fail',
      onSourceChange: 'fail',
      records: { write: true },
      layout: 'plain',
      zip: 'none',
    });
  });

  test.each([
    { hashAlgorithms: [] },
    { destinations: [] },
    { destinations: [...'123456789'] },
    { conflict: 'ask' },
    { verification: 'none' },
    { extra: 1 },
    { records: { write: true, extra: 1 } },
  ])('with %j is refused', (change) => {
    expect(JobRequestSchema.safeParse({ ...requestFor(['/a'], '/b'), ...change }).success).toBe(false);
  });

  test('short ids are the first eight digits', () => {
    expect(shortId('01234567-89ab-cdef-0123-456789abcdef')).toBe('01234567');
  });
});

describe('V: grades', () => {
  const grade = fc.constantFrom(...GRADES);
  const maybe = fc.option(grade);

  test('are ordered from what proves least to what proves most', () => {
    expect(GRADES).toEqual(['stream', 'readBack', 'device', 'deviceAndSource']);
    holds(
      fc.property(
        grade,
        grade,
        (a, b) => Math.sign(compareGrades(a, b)) === -Math.sign(compareGrades(b, a)) || a === b,
      ),
    );
  });

  test('the lower of two is one of them, and "nothing was graded" counts for nothing', () => {
    holds(
      fc.property(maybe, maybe, (a, b) => {
        const lower = lowerGrade(a, b);
        expect(lower).toBe(lowerGrade(b, a));
        if (a === null || b === null) expect(lower).toBe(a ?? b);
        else expect(Math.max(compareGrades(lower ?? a, a), compareGrades(lower ?? b, b))).toBe(0);
      }),
    );
  });

  test('`stream` is never called verified, and no wording claims more than was done', () => {
    expect(GRADE_WORDING.stream).toBe('copied, hash recorded, destination not read back');
    expect(GRADE_WORDING.stream).not.toMatch(/verif/);
    expect(GRADE_WORDING.readBack).toContain('may have been served from memory');
    expect(GRADE_WORDING.device).toContain('its own cache not excluded');
  });
});

test('E11: reads saved are 3 minus the passes made, never below 0, and 0 without content', () => {
  expect([
    readsSaved(1, 1, 0),
    readsSaved(1, 1, 1),
    readsSaved(1, 2, 1),
    readsSaved(1, 2, 2),
    readsSaved(0, 0, 0),
  ]).toEqual([2, 1, 0, 0, 0]);
});

describe('numbers for people', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1023 bytes'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [1024 ** 2, '1.0 MiB'],
    [16.8 * 1024 ** 3, '16.8 GiB'],
    [500 * 1024 ** 4, '500 TiB'],
    [3000 * 1024 ** 5, '3000 PiB'],
  ])('%d bytes are %s', (count, text) => expect(formatBytes(count)).toBe(text));

  test.each([
    [1_500_000, '1.5 MB/s'],
    [0, '0.0 MB/s'],
    [123_456_789, '123 MB/s'],
  ])('%d bytes per second are %s', (rate, text) => expect(formatRate(rate)).toBe(text));

  test.each([
    [59_600, '1 min 00 s'],
    [12_000, '12 s'],
    [185_000, '3 min 05 s'],
    [3_599_900, '1 h 00 min'],
    [7_800_000, '2 h 10 min'],
  ])('%d ms are %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  test('no time is no rate', () => {
    expect([bytesPerSecond(1000, 0), bytesPerSecond(1000, 500), bytesPerSecond(0, 5)]).toEqual([0, 2000, 0]);
  });
});
