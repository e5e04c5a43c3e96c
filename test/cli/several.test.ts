import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary, jsonLines, runCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';

// B11 on the command line.

function prepared() {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'some bytes', empty: '' }, taken: { source: 'x' } });
  const copy = (...to: string[]) => ['copy', join(root, 'source'), ...to.flatMap((each) => ['--to', join(root, each)])];
  return { root, copy };
}

test('C: each item is told for each destination, and the summary tells of each how it ended there', async () => {
  const { root, copy } = prepared();
  const { stdout, status } = await runCli([...copy('one', 'taken'), '--json']);
  expect(status).toBe(1);
  const summary = jobSummary(stdout);
  expect(summary).toMatchObject({
    status: 'failed',
    destinations: [
      { path: join(root, 'one'), status: 'complete', grade: expect.any(String), failureCount: 0, stagingDir: null },
      { path: join(root, 'taken'), status: 'failed', grade: null, failure: { code: 'destinationExists' } },
    ],
  });
  const items = jsonLines(stdout).filter(({ type }) => type === 'itemFinished');
  expect(items.map(({ path }) => path).toSorted()).toEqual(['source', 'source/a', 'source/empty']);
  expect(items.every(({ to }) => to === join(root, 'one'))).toBe(true);
});

test('C: the result table names each destination, how the job ended there, and its report', async () => {
  const { root, copy } = prepared();
  const { stdout, status } = await runCli(copy('one', 'two'));
  expect(status).toBe(0);
  for (const each of ['one', 'two']) expect(stdout).toContain(`To      ${join(root, each)}\n        complete, `);
  const reports = [...stdout.matchAll(/^Report: (.*)$/gm)].map(([, path = '']) => path);
  expect(reports).toHaveLength(2);
  expect(stdout.endsWith(`${reports[1]}\n`)).toBe(true);
  for (const [index, report] of reports.entries()) {
    expect(readFileSync(report, 'utf8')).toMatch(index === 0 ? /also went to.*\/two</s : /also went to.*\/one</s);
  }
});
