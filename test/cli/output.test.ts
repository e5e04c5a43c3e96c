import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUNDLES } from '../support/bundles';
import { collect, jobSummary, runCli, startCli } from '../support/cli';
import { memoryScratch } from '../support/memoryScratch';
import { scratchFolder } from '../support/scratch';
import { fifo, link, makeTree } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

/** What differs from run to run: ids, times, places. */
function masked(text: string, root: string): string {
  return text
    .replaceAll(root, 'ROOT')
    .replace(/\b[0-9a-f]{8}\b/g, 'ID')
    .replace(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ/, 'UTC')
    .replace(/^(Time +).*$/m, '$1DURATION')
    .replace(/^Note: .*mounted read-write.*\n/m, '');
}

describe('C: the result for people', () => {
  test('is a table on standard output, the path of the report last', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'x', l: link('a'), p: fifo() } });
    const result = await runCli([
      'copy',
      join(root, 'source'),
      '--to',
      join(root, 'out'),
      '--label',
      'My case',
      '--verification',
      'readBack',
    ]);
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(masked(result.stdout, root)).toBe(`Job     My case (ID)
Result  complete
Copied  1 of 1 files, 1 byte
Items   4 planned, 3 copied, 1 special recorded
Grade   readBack: verified by read-back (may have been served from memory)
Reads   source 1, destination 1, saved 1
Time    DURATION
To      ROOT/out
Report: ROOT/out/evidence-records/UTC My case ID/report.html
`);
  });

  test('names failures first, as failures', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { 'a\nb': 'mine', c: 'y' }, out: { source: { 'a\nb': 'their' } } });
    const args = [
      'copy',
      join(root, 'source'),
      '--to',
      join(root, 'out'),
      '--conflict',
      'skipIdentical',
      '--no-records',
    ];
    const { status, stdout } = await runCli(args);
    expect(status).toBe(1);
    const lines = masked(stdout, root).split('\n');
    expect(lines[0]).toBe('FAILED ITEMS: 1 of 3');
    expect(lines[1]).toMatch(/^ {2}ROOT\/out\/source\/a\\x0Ab: What is already at the destination .* differs/);
    expect(stdout).toMatch(/^Result +INCOMPLETE$/m);
    expect(stdout).not.toMatch(/complete$/m);
  });

  test('with `stream` does not say verified', async () => {
    const root = scratchFolder();
    makeTree(root, { a: 'x' });
    const { stdout } = await runCli(['copy', join(root, 'a'), '--to', join(root, 'out'), '--verification', 'stream']);
    expect(stdout).toContain('copied, hash recorded, destination not read back');
    expect(stdout).not.toContain('verified');
  });

  test('--quiet says nothing where all went well, and everything where it did not', async () => {
    const root = scratchFolder();
    makeTree(root, { a: 'x' });
    const args = ['copy', join(root, 'a'), '--to', join(root, 'out'), '--quiet'];
    expect(await runCli(args)).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
    const again = await runCli(args);
    expect(again.status).toBe(1);
    expect(again.stdout).toContain('already at the destination');
  });
});

test.skipIf(!existsSync('/dev/full'))('output that does not fit is told, and is nothing to the copy', () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  const full = openSync('/dev/full', 'w');
  const args = [BUNDLES.cli, 'copy', join(root, 'source'), '--to', join(root, 'out'), '--json'];
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
  closeSync(full);
  expect(stderr).toMatch(/^evidence-copy: Standard output cannot be written, and is not complete \(ENOSPC.*\n$/);
  expect(status).toBe(0);
  expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
});

/** Runs the command line on a terminal of its own; what it printed, with escape characters as `^[`. */
async function onTerminal(args: readonly string[]): Promise<string> {
  const command = [process.execPath, BUNDLES.cli, ...args].join(' ');
  const child = spawn('script', ['-qec', `stty cols 100; ${command}`, '/dev/null'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return (await collect(child).result).stdout.replaceAll('\u001b', '^[');
}

const hasTerminals = spawnSync('script', ['--version']).status === 0;

describe('C: the progress bar', () => {
  test('is not there where standard error is no terminal', async () => {
    const root = scratchFolder();
    makeTree(root, { a: Buffer.alloc(20_000_000) });
    const { stderr, stdout } = await runCli(['copy', join(root, 'a'), '--to', join(root, 'out')]);
    expect(stderr).toBe('');
    expect(stdout).not.toContain('\r');
    expect(stdout).not.toContain('\u001b');
  });

  test.skipIf(!hasTerminals)('is there on a terminal, reaches 100 % and is wiped', async () => {
    const root = scratchFolder();
    makeTree(root, { a: Buffer.alloc(20_000_000) });
    const text = await onTerminal(['copy', join(root, 'a'), '--to', join(root, 'out')]);
    expect(text).toMatch(/\r\^\[\[K\[#{20}\] +100 %.*MB\/s/);
    expect(text).toMatch(/\r\^\[\[KJob /);
  });

  test.skipIf(!hasTerminals)('is not there with --quiet', async () => {
    const root = scratchFolder();
    makeTree(root, { a: 'x' });
    expect(await onTerminal(['copy', join(root, 'a'), '--to', join(root, 'out'), '--quiet'])).toBe('');
  });
});

test('C: standard output carries JSON lines only, also where there is something to note', async () => {
  const root = scratchFolder();
  makeTree(root, { a: 'x' });
  const args = ['copy', join(root, 'a'), '--to', join(root, 'out'), '--json', '--buffer-size-kb', '99999'];
  const { stdout, stderr } = await runCli(args);
  for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('type');
  expect(stdout.endsWith('\n')).toBe(true);
  expect(stderr).toMatch(/^Note: /);
  expect(jobSummary(stdout).status).toBe('complete');
});

test('E10: a reader of standard output that goes away does not disturb the copy', async () => {
  const root = memoryScratch();
  makeTree(root, {
    source: Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`link ${index}`, link('x')])),
  });
  const running = startCli(['copy', join(root, 'source'), '--to', join(root, 'out'), '--json']);
  running.process.stdout?.destroy();
  const { status, stderr } = await running.result;
  expect([status, stderr]).toEqual([0, '']);
  expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
});

test('C: the label is the name of the first source unless another is given', async () => {
  const root = scratchFolder();
  makeTree(root, { 'first source': 'x', second: 'y' });
  const sources = [join(root, 'first source'), join(root, 'second')];
  const { stdout } = await runCli(['copy', ...sources, '--to', join(root, 'out'), '--json']);
  const summary = jobSummary(stdout);
  expect(summary['label']).toBe('first source');
  expect(basename(summary.recordsDir ?? '')).toContain('first source');
});
