import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';

/** A destination with two jobs, each with its ZIP; one of them lies in a bag, if `layout` says so. */
async function twoJobs(layout: 'plain' | 'bag'): Promise<string> {
  const root = scratchFolder();
  makeTree(root, { one: { a: 'x', 'b c': 'y' }, two: { d: 'z' } });
  const out = join(root, 'out');
  const copy = ['--to', out, '--verification', 'stream', '--zip', 'store', '--quiet'];
  expect((await runCli(['copy', join(root, 'one'), ...copy, '--layout', layout])).status).toBe(0);
  expect((await runCli(['copy', join(root, 'two'), ...copy])).status).toBe(0);
  return out;
}

async function findings(folder: string): Promise<[number | null, Record<string, string[]>]> {
  const { status, stdout } = await runCli(['verify', folder, '--json']);
  const { summary } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
  const kinds = ['changed', 'missing', 'unlisted', 'moved', 'errors'].filter((kind) => summary[kind]?.length > 0);
  return [
    status,
    Object.fromEntries(kinds.map((kind) => [kind, summary[kind].map(({ path }: { path: string }) => path)])),
  ];
}

describe.each(['plain', 'bag'] as const)(
  'V5: the records of several jobs, one of them %s, with their ZIPs',
  (layout) => {
    test('account for everything that the jobs have left', async () => {
      expect(await findings(await twoJobs(layout))).toEqual([0, {}]);
    });

    test('find a ZIP that was changed, and one that is gone', async () => {
      const out = await twoJobs(layout);
      appendFileSync(join(out, 'one.zip'), '!');
      rmSync(join(out, 'two.zip'));
      expect(await findings(out)).toEqual([1, { changed: ['one.zip'], missing: ['two.zip'] }]);
    });

    test('do not answer for a ZIP without its digest', async () => {
      const out = await twoJobs(layout);
      rmSync(join(out, 'one.zip.sha256'));
      expect(await findings(out)).toEqual([1, { unlisted: ['one.zip'] }]);
    });
  },
);
