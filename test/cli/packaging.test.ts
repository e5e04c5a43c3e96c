import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary, runCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';
import { zipContents } from '../support/zipContents';

function source(): { root: string; args: string[] } {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  return { root, args: ['copy', join(root, 'source'), '--to', join(root, 'out'), '--verification', 'readBack'] };
}

test('C: --zip makes a ZIP named by the label, and the summary says where', async () => {
  const { root, args } = source();
  const { status, stdout } = await runCli([...args, '--zip', 'deflate', '--label', 'Camera 3', '--json']);
  expect(status).toBe(0);
  const zip = join(root, 'out', 'Camera 3.zip');
  expect(jobSummary(stdout)).toMatchObject({ status: 'complete', archive: zip, stagingDir: null });
  expect((await zipContents(zip)).get('source/a')?.content.toString()).toBe('x');
  expect(readFileSync(`${zip}.sha256`, 'utf8')).toMatch(/^[0-9a-f]{64} {2}Camera 3\.zip\n$/);
});

test('C: the table names the ZIP', async () => {
  const { root, args } = source();
  const { stdout } = await runCli([...args, '--zip', 'store']);
  expect(stdout).toContain(`ZIP     ${join(root, 'out', 'source.zip')}`);
});

test('C: --folder-template makes folders of the label below the destination', async () => {
  const { root, args } = source();
  const { status } = await runCli([...args, '--folder-template', 'exports/{label}', '--label', 'a/b: c']);
  expect(status).toBe(0);
  expect(existsSync(join(root, 'out', 'exports', 'a_b_ c', 'source', 'a'))).toBe(true);
});

test('C: a template that needs what only a job file has is wrong usage', async () => {
  const { root, args } = source();
  const { status, stderr } = await runCli([...args, '--folder-template', '{caseNumber}/{label}']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/needs \{caseNumber\}/);
  expect(existsSync(join(root, 'out'))).toBe(false);
});
