import { describe, expect, test } from 'vitest';
import { totalCalls } from '../../bench/measure/syscalls.mts';
import type { Report } from '../../bench/model.mts';
import { chartOf } from '../../bench/report/chart.mts';
import { markdownOf, table } from '../../bench/report/markdown.mts';
import { amountText, digits, rateText } from '../../bench/report/numbers.mts';
import { batch, row, scaling } from './support';

const COMPARISON = {
  kind: 'comparison',
  load: { files: 4, bytes: 1024 ** 3 },
  rows: [row('stream', [900, 1000, 1500]), row('cp', [500], { title: 'cp <&>', syscallsPerFile: 12.34 })],
} as const;

const REPORT: Report = {
  suite: 'large',
  title: 'Large files',
  disk: 'steady',
  diskTitle: 'steady disk',
  measuredAt: '2026-11-21T00:00:00.000Z',
  command: 'npm run bench',
  version: '1.2.3',
  machine: { cores: 2 },
  programs: { cp: 'cp 9.1' },
  notes: ['A note.'],
  findings: COMPARISON,
  targets: [
    { says: 'fast', bound: 'at least', target: 2, measured: 1.987_65, isMet: false },
    { says: 'small', bound: 'at most', target: 2, measured: 1, isMet: true },
  ],
};

describe('the page of a suite', () => {
  const page = markdownOf(REPORT, 'large.svg');

  test('has a row for each way, with its median, its extremes and its rate', () => {
    expect(page).toContain('| way stream | 1 | 0.9–1.5 | 1074 |');
    expect(page).toContain('4 files, 1 GiB.');
  });

  test('says which targets were missed, on what it was measured, and what each way verifies', () => {
    expect(page).toContain('| fast | at least 2 | 1.99 | **no** |');
    expect(page).toContain('| small | at most 2 | 1 | yes |');
    expect(page).toContain('evidence-copy 1.2.3, cores 2; cp 9.1');
    expect(page).toContain('| way stream | something |');
  });

  test('keeps its columns whatever stands in a cell', () => {
    expect(
      table([
        ['a', 'b'],
        ['x|y', 'z'],
      ]),
    ).toBe('| a | b |\n| --- | --- |\n| x\\|y | z |');
  });
});

describe('a chart', () => {
  test('of a comparison has a bar for each way and escapes its title', () => {
    const chart = chartOf('a < b', COMPARISON);
    expect(chart.match(/<rect/g)).toHaveLength(1 + 2);
    expect(chart).toContain('cp &lt;&amp;&gt;');
    expect(chart).toContain('<title>a &lt; b</title>');
  });

  test('of scaling and of a batch has only finite coordinates', () => {
    const jobs = [1, 2, 3].map((durationMs) => ({ durationMs, memoryBytes: durationMs * 1e6 }));
    for (const findings of [scaling({ 10: [100, 1e6], 100: [1000, 2e6] }), batch(jobs)]) {
      const chart = chartOf('what grows', findings);
      expect(chart.match(/<polyline/g)).toHaveLength(2);
      expect(chart).not.toMatch(/NaN|Infinity/);
    }
  });

  test('of scaling with a single amount is drawn, too', () => {
    expect(chartOf('one amount', scaling({ 10: [100, 1e6] }))).not.toMatch(/NaN|Infinity/);
  });
});

test('numbers have three digits and their unit', () => {
  expect([0.123_45, 12.345, 1234.5, Number.NaN].map(digits)).toEqual(['0.123', '12.3', '1235', '–']);
  expect(rateText(2e6, 500)).toBe('4');
  expect([amountText(200_000, 'files'), amountText(20 * 2 ** 30, 'bytes')]).toEqual(['200 000', '20 GiB']);
});

describe('the sum of strace -c', () => {
  test('is read with and without errors', () => {
    const heading = '% time     seconds  usecs/call     calls    errors syscall\n';
    expect(
      totalCalls(`${heading} 60.00 0.1 3 70 9 read\n100.00    0.000123           4      5678        90 total\n`),
    ).toBe(5678);
    expect(totalCalls(`${heading}100.00    0.000123           4      5678           total\n`)).toBe(5678);
    expect(totalCalls(`${heading}100.00    0.000123                  5678           total\n`)).toBe(5678);
  });

  test('that is not there is an error', () => {
    expect(() => totalCalls('')).toThrow(/total/);
  });
});
