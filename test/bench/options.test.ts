import { expect, test } from 'vitest';
import { parseOptions } from '../../bench/options.mts';

const SUITES = ['large', 'small', 'batch'];

test('without arguments everything is measured, five times', () => {
  expect(parseOptions([], SUITES)).toMatchObject({
    suites: SUITES,
    disks: ['steady', 'real'],
    runs: 5,
    quick: false,
  });
});

test('suites and disks can be chosen; a quick look takes one run', () => {
  const args = ['--suite', 'small', '--suite', 'large', '--disk', 'real', '--quick', '--folder', '/mnt'];
  const expected = { suites: ['large', 'small'], disks: ['real'], runs: 1, quick: true, folder: '/mnt' };
  expect(parseOptions(args, SUITES)).toEqual({ ...expected, results: undefined });
});

test('a quick look is kept only where that is asked for', () => {
  expect(parseOptions([], SUITES).results).toMatch(/bench\/results$/);
  expect(parseOptions(['--quick', '--results', '/tmp/look'], SUITES).results).toBe('/tmp/look');
});

test.each([
  [['--suite', 'huge'], /large, small, batch/],
  [['--disk', 'floppy'], /steady, real/],
  [['--runs', '0'], /number from 1/],
  [['--runs', 'many'], /number from 1/],
  [['--fast'], /--fast/],
  [['large'], /large/],
])('%j is refused with a sentence', (args, message) => {
  expect(() => parseOptions(args, SUITES)).toThrow(message);
});
