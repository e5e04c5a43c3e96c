import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonLines, runCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';

test('C, L1: self-test --json passes with exit status 0 and names its report', async () => {
  const to = join(scratchFolder(), 'new', 'folder');
  const { status, stdout, stderr } = await runCli(['self-test', '--to', to, '--json']);
  expect([status, stderr]).toEqual([0, '']);
  const lines = jsonLines(stdout);
  expect(lines.map(({ type }) => type)).toEqual(['selfTestFinished']);
  expect(lines[0]?.['summary']).toMatchObject({ status: 'passed', report: expect.stringMatching(/self-test\.html$/) });
});

test('C, L1: self-test prints each check and the report, at last', async () => {
  const { status, stdout } = await runCli(['self-test', '--to', scratchFolder()]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^passed {2}Known answers\n/);
  expect(stdout).not.toContain('FAILED');
  const report = /\nReport {4}(.*)\n$/.exec(stdout)?.[1] ?? '';
  expect(existsSync(report)).toBe(true);
});

test('C, L1: self-test where no folder can be made is failed, in a sentence', async () => {
  const file = join(scratchFolder(), 'file');
  writeFileSync(file, '');
  const { status, stdout, stderr } = await runCli(['self-test', '--to', join(file, 'x'), '--json']);
  expect(status).toBe(1);
  expect(jsonLines(stdout)[0]?.['summary']).toMatchObject({ status: 'failed', checks: [] });
  expect(stderr).toMatch(/no self-test could be made in .*file\/x: ENOTDIR/);
});
