import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../src/cli/arguments/parseCommand';
import { jobSummary, jsonLines, runCli, startCli } from '../support/cli';
import { flipByte } from '../support/flipByte';
import { memoryScratch } from '../support/memoryScratch';
import { scratchFolder } from '../support/scratch';
import { makeTree, sparse } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

/** Large enough that a copy of it can be met under way, and takes no room. */
const LARGE = 512 * 1024 ** 2;

const staged = (to: string) => (existsSync(to) ? readdirSync(to).filter((name) => /^INCOMPLETE-/.test(name)) : []);

/** Starts a copy, and does something as soon as it has copied a part. */
async function copyUntilStaged(source: string, to: string, act: (kill: (signal: NodeJS.Signals) => void) => void) {
  const running = startCli(['copy', source, '--to', to, '--json', '--verification', 'readBack']);
  const looking = setInterval(() => {
    const [name] = staged(to);
    if (name === undefined || !existsSync(join(to, name, 'payload', 'tree', 'large'))) return;
    clearInterval(looking);
    act((signal) => running.process.kill(signal));
  }, 2);
  const result = await running.result;
  clearInterval(looking);
  return result;
}

describe('resume', () => {
  test('goes on with a job that was killed, as attempt 2 of the same job; asked again it tells the end again', async () => {
    const root = scratchFolder();
    makeTree(root, { tree: { a: 'small', large: sparse(LARGE, { 5: 'x' }) } });
    const to = join(root, 'to');
    const killed = await copyUntilStaged(join(root, 'tree'), to, (kill) => kill('SIGKILL'));
    expect(killed.signal).toBe('SIGKILL');
    expect(staged(to)).toHaveLength(1);
    const resumed = await runCli(['resume', to, '--json']);
    expect(resumed.status, resumed.stdout).toBe(0);
    const summary = jobSummary(resumed.stdout);
    expect(summary).toMatchObject({ status: 'complete', attempt: 2, files: 2, stagingDir: null });
    expect(summary.recordsDir).toMatch(/ 2$/);
    expect(treeDifferences(join(root, 'tree', 'a'), join(to, 'tree', 'a'))).toEqual([]);
    expect(staged(to)).toEqual([]);
    const again = await runCli(['resume', to, '--json']);
    expect(again.status).toBe(0);
    expect(jsonLines(again.stdout).map(({ type }) => type)).toEqual(['jobFinished']);
    expect(jobSummary(again.stdout)).toMatchObject({ jobId: summary['jobId'], attempt: 2, status: 'complete' });
  });

  test('records that do not tell when they ended fail it in a sentence, but keep no unfinished job from going on', async () => {
    const root = scratchFolder();
    makeTree(root, { other: 'x', tree: { large: sparse(LARGE, { 5: 'x' }) } });
    const to = join(root, 'to');
    expect((await runCli(['copy', join(root, 'other'), '--to', to])).status).toBe(0);
    const [records = ''] = readdirSync(join(to, 'evidence-records'));
    const log = join(to, 'evidence-records', records, 'custody.jsonl');
    flipByte(log);
    const refused = await runCli(['resume', to, '--json']);
    expect(refused).toMatchObject({ status: 1, stderr: '' });
    expect(jobSummary(refused.stdout)).toMatchObject({
      status: 'failed',
      failures: [{ code: 'logDamaged', path: log }],
    });
    await copyUntilStaged(join(root, 'tree'), to, (kill) => kill('SIGKILL'));
    const resumed = await runCli(['resume', to, '--json']);
    expect(resumed.status, resumed.stdout).toBe(0);
    expect(jobSummary(resumed.stdout)).toMatchObject({ status: 'complete', label: 'tree', attempt: 2 });
  });

  test('goes on with a job that was cancelled, by the very command that it printed', async () => {
    const root = scratchFolder();
    makeTree(root, { tree: { large: sparse(LARGE, { 5: 'x' }) } });
    const to = join(root, "it's here");
    const { status, stderr } = await copyUntilStaged(join(root, 'tree'), to, (kill) => kill('SIGINT'));
    expect(status).toBe(130);
    const [, command = ''] = /To go on: evidence-copy (.*)/.exec(stderr) ?? [];
    expect(command).toBe(`resume '${to.replaceAll("'", "'\\''")}'`);
    expect((await runCli(['resume', to, '--json'])).status).toBe(0);
    expect(readdirSync(to).sort()).toEqual(['evidence-records', 'tree']);
  });

  test('of a folder without a job is a mistake of the one who asks: exit status 2, nothing is made', async () => {
    const root = scratchFolder();
    mkdirSync(join(root, 'empty'));
    for (const folder of [join(root, 'empty'), join(root, 'missing')]) {
      const { status, stdout } = await runCli(['resume', folder, '--json']);
      expect(status).toBe(2);
      expect(jsonLines(stdout)).toMatchObject([{ type: 'usageError' }]);
    }
    expect(readdirSync(root)).toEqual(['empty']);
    expect(readdirSync(join(root, 'empty'))).toEqual([]);
  });

  test('finds the records of a job in another folder, beside those of jobs with other destinations', async () => {
    // In memory no file reaches the grade, so that the job can be tried again.
    const root = memoryScratch();
    makeTree(root, { source: { a: 'x' }, other: { b: 'y' } });
    const [to, elsewhere, records] = [join(root, 'to'), join(root, 'elsewhere'), join(root, 'records')];
    const where = ['--records-dir', records, '--json'];
    const grade = ['--verification', 'device', '--require-grade'];
    expect((await runCli(['copy', join(root, 'source'), '--to', to, ...where, ...grade])).status).toBe(1);
    expect((await runCli(['copy', join(root, 'other'), '--to', elsewhere, ...where])).status).toBe(0);
    expect((await runCli(['resume', to, '--json'])).status).toBe(2);
    const again = await runCli(['resume', to, ...where]);
    expect(again.status).toBe(1);
    expect(jobSummary(again.stdout)).toMatchObject({
      attempt: 2,
      label: 'source',
      failures: [{ code: 'gradeNotReached' }],
    });
    const told = await runCli(['resume', elsewhere, ...where]);
    expect(told.status).toBe(0);
    expect(jobSummary(told.stdout)).toMatchObject({ attempt: 1, label: 'other', status: 'complete' });
  });

  test('of a job whose custody log was changed touches nothing and says which line', async () => {
    const root = scratchFolder();
    const staging = join(root, 'INCOMPLETE-0123abcd');
    mkdirSync(staging);
    writeFileSync(join(staging, 'custody.jsonl'), '{"event":"jobStarted"}\n');
    const { status, stdout } = await runCli(['resume', root, '--json']);
    expect(status).toBe(1);
    const { failures, stagingDir } = jobSummary(stdout);
    expect(failures).toMatchObject([{ code: 'logDamaged' }]);
    expect(failures[0]?.message).toMatch(/line 1/);
    expect(stagingDir).toBe(staging);
    expect(readdirSync(staging)).toEqual(['custody.jsonl']);
  });

  test.each([[[]], [['/a', '/b']], [['']], [['/a', '--label', 'x']], [['/a', '--to', '/b']]])('refuses %j', (args) => {
    expect(() => parseCommand(['resume', ...args], '/cwd')).toThrow(/resume/);
  });
});
