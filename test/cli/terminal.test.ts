import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exitStatusOf } from '../../src/cli/output/exitStatus';
import { progressLine } from '../../src/cli/output/progressLine';
import { Terminal } from '../../src/cli/output/terminal';
import type { Progress } from '../../src/client/progress/progress';
import { BUNDLES } from '../support/bundles';

const PROGRESS: Progress = {
  phase: 'copying',
  paused: false,
  fraction: 0.456,
  bytesDone: 4_560_000,
  bytesPlanned: 10_000_000,
  itemsDone: 4,
  itemsPlanned: 10,
  itemsFailed: 0,
  currentRate: 12_300_000,
  averageRate: 12_000_000,
  peakRate: 15_000_000,
  etaMs: 65_000,
  currentPath: 'folder/file\n\u001b[2J\udcff.mp4',
  life: 'working',
};

describe('E10: the progress line', () => {
  test('shows bar, share, rate, time left, phase and the current file, safe for a terminal', () => {
    expect(progressLine(PROGRESS, 200)).toBe(
      '[#########...........]  45 %    12 MB/s  1 min 30 s left  copying  folder/file\\x0A\\x1B[2J\\xFF.mp4',
    );
  });

  test('shows what is found while planning, and that a job is paused', () => {
    expect(progressLine({ ...PROGRESS, fraction: null, phase: 'planning' }, 80)).toBe('planning: 10 items found');
    expect(progressLine({ ...PROGRESS, paused: true }, 200)).toContain('  paused  ');
  });

  test('never shows 100 % before the end, nor more', () => {
    expect(progressLine({ ...PROGRESS, fraction: 0.9999 }, 200)).toContain(' 99 %');
    expect(progressLine({ ...PROGRESS, fraction: 1 }, 200)).toContain('[####################] 100 %');
  });

  test.each([1, 2, 10, 40, 80])('fits into %i columns with the last one free', (width) => {
    const line = progressLine({ ...PROGRESS, currentPath: 'x'.repeat(300) }, width);
    expect(line.length).toBeLessThanOrEqual(Math.max(1, width - 1));
  });
});

/** A terminal whose streams are kept. */
function terminal(stream: { isTTY?: boolean; columns?: number } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const streamOf = (list: string[]) => ({
    ...stream,
    write: (text: string) => list.push(text) > 0,
    on: () => {},
    off: () => {},
  });
  return { terminal: new Terminal(streamOf(out), streamOf(err)), out, err };
}

describe('the terminal', () => {
  test('wipes a transient line before anything else is said, once', () => {
    const { terminal: shown, out, err } = terminal();
    shown.transient('working');
    shown.text('result');
    shown.error('note');
    expect(err).toEqual(['\r\x1b[Kworking', '\r\x1b[K', 'note']);
    expect(out).toEqual(['result']);
  });

  test('prints one line for each value', () => {
    const { terminal: shown, out } = terminal();
    shown.json({ type: 'x', text: 'a\nb\u2028' });
    expect(out).toHaveLength(1);
    expect(out[0]?.split('\n')).toHaveLength(2);
  });

  test('is watched where standard error is a terminal', () => {
    expect([terminal().terminal.isInteractive, terminal({ isTTY: true }).terminal.isInteractive]).toEqual([
      false,
      true,
    ]);
  });

  test.each([
    [120, 120],
    [undefined, 80],
    [0, 80],
  ])('of %s columns has %i: a terminal that does not know its width has 80 columns', (columns, width) => {
    expect(terminal(columns === undefined ? {} : { columns }).terminal.width).toBe(width);
  });
});

test('C: exit statuses are 0, 1 and 130', () => {
  const statuses = (['complete', 'incomplete', 'failed', 'interrupted', 'cancelled'] as const).map(exitStatusOf);
  expect(statuses).toEqual([0, 1, 1, 1, 130]);
});

describe('C: the entry of the command line', () => {
  const code = readFileSync(BUNDLES.cli, 'utf8');
  const run = (version: string) => {
    const told: string[] = [];
    const required: string[] = [];
    const exits: number[] = [];
    const stderr = { write: (text: string) => told.push(text) };
    const fake = { versions: { node: version }, stderr, exit: (status: number) => exits.push(status) };
    new Function('process', 'require', code.replace(/^#!.*/, ''))(fake, (name: string) => required.push(name));
    return { told: told.join(''), required, exits };
  };

  test('is in old syntax, so that any Node can say that it is too old', () => {
    const statements = code.replace(/^#!.*|\/\/.*|\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gm, '');
    expect(statements).toContain('parseInt');
    expect(statements).not.toMatch(/\b(const|let|class|async|await|import|export|of)\b|=>|`|\?\.|\?\?|\.\.\./);
    expect(code.startsWith('#!/usr/bin/env node\n')).toBe(true);
  });

  test.each(['0.10.48', '12.22.0', '20.19.0', '21.7.3'])(
    'says on Node %s which one is needed, and exits 2',
    (version) => {
      const { told, required, exits } = run(version);
      expect(told).toBe(`evidence-copy needs Node 22 or newer; this is Node ${version}.\n`);
      expect([required, exits]).toEqual([[], [2]]);
    },
  );

  test.each(['22.0.0', '24.21.0', '100.0.0'])('goes on with Node %s', (version) => {
    expect(run(version)).toEqual({ told: '', required: ['./cliMain.js'], exits: [] });
  });
});

test('all who wait for a slow reader wait together: it is listened to once', async () => {
  const listeners = new Map<string, (() => void)[]>();
  const out = {
    write: () => false,
    writableNeedDrain: true,
    on: (event: string, listener: () => void) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    off: (event: string, listener: () => void) =>
      listeners.set(
        event,
        (listeners.get(event) ?? []).filter((each) => each !== listener),
      ),
  };
  const terminal = new Terminal(out, { write: () => true, on: () => {}, off: () => {} });
  for (const _ of [1, 2]) {
    const waits = Array.from({ length: 20 }, () => terminal.drained());
    expect(listeners.get('drain')).toHaveLength(1);
    for (const listener of listeners.get('drain') ?? []) listener();
    await Promise.all(waits);
    expect(listeners.get('drain')).toEqual([]);
  }
});
