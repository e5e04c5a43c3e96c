import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary, jsonLines, runCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';
import { file, folder, link, makeTree } from '../support/tree';
import { readTree } from '../support/treeDifferences';

function sourceTree(): string {
  const root = scratchFolder();
  makeTree(root, {
    source: folder(
      { a: file('x', { mode: 0o400 }), d: folder({ '\udcff': 'y' }, { mode: 0o500 }), l: link('a') },
      { mode: 0o500 },
    ),
    out: { theirs: 'z' },
  });
  return root;
}

test('C, U7: compare --json has three rows with their reads, removes its copies and writes no records', async () => {
  const root = sourceTree();
  const before = readTree(join(root, 'out', 'theirs'));
  const { status, stdout, stderr } = await runCli([
    'compare',
    join(root, 'source'),
    '--to',
    join(root, 'out'),
    '--json',
  ]);
  expect([status, stderr]).toEqual([0, '']);
  const lines = jsonLines(stdout);
  expect(lines.map(({ type }) => type)).toEqual(['compareFinished']);
  const number = expect.any(Number);
  const row = { durationMs: number, durationsMs: [number, number, number, number], bytesPerSecond: number };
  expect(lines[0]?.['summary']).toEqual({
    rows: [
      { ...row, name: 'three-pass', sourceReads: 4, destinationReads: 2, readsSaved: 0, grade: 'readBack' },
      { ...row, name: 'buffer reuse', sourceReads: 2, destinationReads: 2, readsSaved: 2, grade: 'readBack' },
      { ...row, name: 'stream', sourceReads: 2, destinationReads: 0, readsSaved: 4, grade: 'stream' },
    ],
    notes: expect.arrayContaining([expect.stringMatching(/in memory, if it fits/)]),
  });
  expect(readdirSync(join(root, 'out'))).toEqual(['theirs']);
  expect(readTree(join(root, 'out', 'theirs'))).toEqual(before);
});

test('C: compare prints a table of three rows with times, rates and reads', async () => {
  const root = sourceTree();
  const { status, stdout } = await runCli(['compare', join(root, 'source'), '--to', join(root, 'out')]);
  expect(status).toBe(0);
  const [heading, ...rows] = stdout.split('\n');
  expect(heading).toMatch(/^Method +Time +Rate +Reads/);
  expect(rows[0]).toMatch(/^three-pass +\S+ \S+ +\S+ MB\/s +source 4, destination 2 +100 %$/);
  expect(rows[1]).toMatch(/^buffer reuse +.*source 2, destination 2/);
  expect(rows[2]).toMatch(/^stream +.*source 2, destination 0/);
});

test('C: compare of what cannot be copied is one failed job, exit 1, and leaves nothing', async () => {
  const root = sourceTree();
  const args = ['compare', join(root, 'missing'), '--to', join(root, 'new', 'folder'), '--json'];
  const { status, stdout } = await runCli(args);
  expect(status).toBe(1);
  expect(jobSummary(stdout)).toMatchObject({ status: 'failed', failures: [{ code: 'notFound' }] });
  expect(existsSync(join(root, 'new'))).toBe(false);
});

test('C: compare to a folder that does not exist leaves no copies behind', async () => {
  const root = sourceTree();
  const { status } = await runCli(['compare', join(root, 'source'), '--to', join(root, 'new')]);
  expect(status).toBe(0);
  expect(existsSync(join(root, 'new')) ? readdirSync(join(root, 'new')) : []).toEqual([]);
});
