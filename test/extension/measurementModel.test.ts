import { describe, expect, test } from 'vitest';
import type { ComparedRow } from '../../src/client/comparison/comparedRow';
import type { Measurement } from '../../src/client/comparison/measurement';
import { measurementReport, stepText } from '../../src/views/measurement/measurementModel';
import { measurementPage } from '../../src/views/measurement/measurementPageModel';
import { english } from './support/english';
import { attempt } from './support/jobs';

const GiB = 2 ** 30;

function row(name: ComparedRow['name'], durationsMs: readonly number[], reads: [number, number, number]): ComparedRow {
  const [sourceReads, destinationReads, readsSaved] = reads;
  const durationMs = durationsMs[0] ?? 0;
  return { name, durationMs, durationsMs, bytesPerSecond: 5e8, sourceReads, destinationReads, readsSaved, grade: null };
}

/** One file of 1 GiB; times of three passes and of buffer reuse as given. */
function measurement(threePass: readonly number[], reuse: readonly number[], change: Partial<Measurement> = {}) {
  const rows = [
    row('three-pass', threePass, [2, 1, 0]),
    row('buffer reuse', reuse, [1, 1, 1]),
    row('stream', [500, 500], [1, 0, 2]),
  ];
  return {
    comparison: { rows, runs: 2, files: 1, bytes: GiB, sourceVolumes: [], destinationVolume: null },
    request: attempt('video.mp4').request,
    measuredAt: new Date('2026-11-10T09:00:00Z'),
    machine: { processor: 'A Processor', cores: 2, system: 'linux 6', memory: 16 * GiB },
    wasDisturbed: false,
    ...change,
  } satisfies Measurement;
}

const report = (of: Measurement) => measurementReport(of, 'en', english);

describe('U7: the sentence of a measurement', () => {
  test.each<[string, readonly number[], readonly number[], string]>([
    [
      'says how much faster it was where all runs were',
      [3000, 3100],
      [1500, 1600],
      'Buffer reuse was 2.0 times as fast as three passes, for the same proof: 1.50 s instead of 3.00 s, with 1 of 3 reads saved.',
    ],
    [
      'says that it was slower',
      [900, 1000],
      [2000, 2100],
      'Buffer reuse was slower here: 2.00 s instead of 900 ms, although it saved 1 of 3 reads for the same proof.',
    ],
    [
      'claims nothing where runs overlap',
      [2000, 1400],
      [1500, 1600],
      'Buffer reuse took 1.50 s, three passes 2.00 s; single runs overlap, so this shows no certain difference in time. It saved 1 of 3 reads for the same proof.',
    ],
  ])('%s', (_, threePass, reuse, expected) => {
    expect(report(measurement(threePass, reuse)).verdict).toBe(expected);
  });

  test('says that there is nothing to compare where nothing has content', () => {
    const empty = measurement([3], [2]);
    const comparison = { ...empty.comparison, bytes: 0 };
    expect(report({ ...empty, comparison }).verdict).toMatch(/nothing to compare/);
  });
});

test('U7: the notes say in which state the source was found, and what disturbed', () => {
  const notes = (change: Partial<Measurement>) => report(measurement([3], [2], change)).notes.join('\n');
  expect(notes({})).toContain('most likely in memory');
  expect(notes({ machine: { processor: '', cores: 1, system: '', memory: GiB } })).toContain('from its disk each time');
  expect(notes({})).not.toContain('at the same time');
  expect(notes({ wasDisturbed: true })).toContain('ran at the same time');
});

test('U7: a step is told by its method and number', () => {
  expect(stepText({ method: null, number: 0, of: null }, english)).toBe('first copy, not measured');
  expect(stepText({ method: 'three-pass', number: 2, of: 12 }, english)).toBe('Three passes, copy 2 of 12');
});

describe('U7, R6: the page of a measurement', () => {
  const hostile = attempt('<img src=x onerror=alert(1)>\u202e', 1, { destinations: ['/e/"><script>'] }).request;
  const page = measurementPage(report(measurement([3000], [1500], { request: hostile })), 'en', english);

  test('has every figure, and a bar and dots for each method', () => {
    for (const text of ['1.50 s', '3.00 s', '500 MB/s', 'A Processor, 2 cores, 16.0 GiB of memory'])
      expect(page).toContain(text);
    expect(page.match(/<rect/g)).toHaveLength(3);
    expect(page.match(/<circle/g)).toHaveLength(4);
  });

  test('allows its own style and nothing else', () => {
    expect(page).toMatch(
      /content="default-src 'none'; style-src 'sha256-[\w+/]+=*'; base-uri 'none'; form-action 'none'"/,
    );
    expect(page).not.toMatch(/<script|<img|https?:|\bstyle=/);
  });

  test('shows names as text', () => {
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;\\u{202E}');
    expect(page).toContain('/e/&quot;&gt;&lt;script&gt;');
  });
});
