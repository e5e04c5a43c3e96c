import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DATE_FORMATS,
  type DateFormat,
  dateFormatOf,
  folderPatternOf,
  readDate,
  writeDate,
} from '../../../src/engine/model/time/dateFormat';
import { isDatePattern } from '../../../src/engine/model/time/datePattern';
import { holds } from '../../support/property';

describe('a date as a person writes it', () => {
  test.each<[string, DateFormat, string | undefined]>([
    ['2026-11-03 21:55', 'DD/MM/YYYY', '2026-11-03T21:55'],
    ['2026-11-03T21:55:07', 'MM/DD/YYYY', '2026-11-03T21:55:07'],
    [' 2026/1/3 1:05 ', 'YYYY-MM-DD', '2026-01-03T01:05'],
    ['3.11.2026 21:55', 'MM/DD/YYYY', '2026-11-03T21:55'],
    ['03.11.2026, 21:55:07', 'YYYY-MM-DD', '2026-11-03T21:55:07'],
    ['03/11/2026 21:55', 'DD/MM/YYYY', '2026-11-03T21:55'],
    ['03/11/2026 21:55', 'MM/DD/YYYY', '2026-03-11T21:55'],
    ['03-11-2026 21:55', 'DD.MM.YYYY', '2026-11-03T21:55'],
    ['11/3/2026, 9:55 PM', 'MM/DD/YYYY', '2026-11-03T21:55'],
    ['11/3/2026 12:05 a.m.', 'MM/DD/YYYY', '2026-11-03T00:05'],
    // It could be either, and nothing says which.
    ['03/11/2026 21:55', 'YYYY-MM-DD', undefined],
    ['31/12/2026 21:55', 'MM/DD/YYYY', undefined],
    ['29.02.2026 10:00', 'DD.MM.YYYY', undefined],
    ['03.11.26 21:55', 'DD.MM.YYYY', undefined],
    ['3.11/2026 21:55', 'DD.MM.YYYY', undefined],
    ['2026-11-03', 'YYYY-MM-DD', undefined],
    ['2026-11-03 24:00', 'YYYY-MM-DD', undefined],
    ['2026-11-03 13:00 PM', 'YYYY-MM-DD', undefined],
    ['2026-11-03 21:55Z', 'YYYY-MM-DD', undefined],
    ['', 'YYYY-MM-DD', undefined],
    ['soon', 'YYYY-MM-DD', undefined],
  ])('%j by %s', (text, format, expected) => {
    expect(readDate(text, format)).toBe(expected);
  });

  test('every time that is written can be read back, in every format', () => {
    const minute = fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
    holds(
      fc.property(minute, fc.constantFrom(...DATE_FORMATS), fc.boolean(), (date, format, withSeconds) => {
        const wallClock = date.toISOString().slice(0, withSeconds ? 19 : 16);
        expect(readDate(writeDate(wallClock, format), format)).toBe(wallClock);
      }),
    );
  });

  test('no text makes it throw', () => {
    holds(fc.property(fc.string(), fc.constantFrom(...DATE_FORMATS), (text, format) => void readDate(text, format)));
  });
});

test.each<[string, DateFormat]>([
  ['en-US', 'MM/DD/YYYY'],
  ['en-GB', 'DD/MM/YYYY'],
  ['de-DE', 'DD.MM.YYYY'],
  ['sv-SE', 'YYYY-MM-DD'],
  ['ja', 'YYYY-MM-DD'],
  ['ar-EG', 'DD/MM/YYYY'],
])('in %s dates are written %s', (locale, expected) => {
  expect(dateFormatOf(locale)).toBe(expected);
});

test.each(DATE_FORMATS)('%s has a pattern that folder names can hold', (format) => {
  expect(isDatePattern(folderPatternOf(format))).toBe(true);
});
