import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchOutput, writeJobFile } from '../support/batch';
import { jobSummary, runCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';
import { link, makeTree } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

const JOBS = 10;

/** Digests on record by the path they are for, as `sha256sum` writes them. */
function digestsIn(...recordsDirs: readonly unknown[]): Map<string, string> {
  const lines = recordsDirs.flatMap((folder) =>
    readFileSync(join(String(folder), 'manifest-sha256.txt'), 'utf8')
      .trimEnd()
      .split('\n'),
  );
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

test('B1: the same tree as one job and as ten jobs gives the same bytes and the same digests', async () => {
  const root = scratchFolder();
  const parts = Array.from({ length: JOBS }, (_, part) => [
    `part ${part}`,
    {
      'large.bin': Buffer.alloc(1_200_000 + part, `large ${part}`),
      'small.txt': `small ${part}`,
      empty: '',
      deep: { er: { 'x.bin': Buffer.alloc(70_000, `${part}`), link: link('x.bin') } },
    },
  ]);
  makeTree(root, { tree: Object.fromEntries(parts), one: {}, ten: {} });
  const tree = join(root, 'tree');
  const names = readdirSync(tree);
  const sources = names.map((name) => join(tree, name));
  const one = await runCli(['copy', ...sources, '--to', join(root, 'one'), '--json']);
  const files = names.map((name) =>
    writeJobFile(root, name, { sources: [join(tree, name)], destinations: [join(root, 'ten')] }),
  );
  const ten = await runCli(['run', ...files, '--json']);
  expect([one.status, ten.status]).toEqual([0, 0]);
  for (const name of names) {
    expect(treeDifferences(join(tree, name), join(root, 'one', name))).toEqual([]);
    expect(treeDifferences(join(root, 'one', name), join(root, 'ten', name))).toEqual([]);
  }
  const digestsOfOne = digestsIn(jobSummary(one.stdout).recordsDir);
  const digestsOfTen = digestsIn(...batchOutput(ten.stdout).jobs.map(({ summary }) => summary.recordsDir));
  expect(digestsOfOne.size).toBe(4 * JOBS);
  expect(digestsOfTen).toEqual(digestsOfOne);
});
