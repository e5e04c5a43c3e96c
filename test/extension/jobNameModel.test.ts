import { expect, test } from 'vitest';
import { jobName, shortName, shortPath } from '../../src/views/text/jobNameModel';
import { english } from './support/english';

test('names are on one line, and shortened in the middle', () => {
  expect(shortName('two\nlines \u202egpj.exe')).toBe('two\\x0Alines \\u{202E}gpj.exe');
  expect(shortName('a recording of the corner shop.mkv', 20)).toBe('a recording o…op.mkv');
});

test('a name that is written from right to left keeps that to itself, and a number beside it in its place', () => {
  expect(jobName({ label: 'ملف', sources: ['/a', '/b'] }, english)).toBe('\u2068ملف\u2069 and 1 more');
  expect(shortPath('/evidence/קובץ')).toBe('\u2068/evidence/קובץ\u2069');
  // What would end the isolation is not left in the name.
  expect(shortName('ملف\u2069')).toBe('\u2068ملف\\u{2069}\u2069');
});
