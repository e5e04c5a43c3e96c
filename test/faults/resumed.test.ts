import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { expectNothingPartial, finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { faultFs } from '../support/faults/faultfs/client';
import { memoryFolder } from '../support/faults/mounts';
import { copying, runBounded, startBounded } from '../support/faults/processes';
import { KiB, MiB, makeFiles } from '../support/faults/samples';

// Further attempts of a job, with real processes and a source or destination that fails.

test('row 16: a medium that reads again: the failed file is copied, the others are not read once more', async (context) => {
  need(context, 'mounts', 'fuse');
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': 300 * KiB, 'tree/bad.bin': 3 * MiB, 'tree/c.bin': 17 });
  const tree = join(source.folder, 'tree');
  const to = memoryFolder();
  await source.setRules({ op: 'read', path: 'bad.bin', from: MiB, fault: { kind: 'error', code: 'EIO' } });
  const first = await runBounded(copying(tree, to));
  expect(first.status).toBe(1);
  expect(jobSummary(first.stdout)).toMatchObject({
    status: 'incomplete',
    failures: [{ code: 'readError', offset: MiB }],
  });
  expect(finalNames(to)).toEqual(['tree (INCOMPLETE)']);
  await source.setRules();
  const before = (await source.log()).length;
  const retried = await runBounded(['resume', to, '--json']);
  expect(retried.status, retried.stdout).toBe(0);
  expect(jobSummary(retried.stdout)).toMatchObject({ attempt: 2, status: 'complete', filesFromEarlier: 2 });
  const read = (await source.log()).slice(before).filter(({ op }) => op === 'read');
  expect(new Set(read.map(({ path }) => path))).toEqual(new Set(['tree/bad.bin']));
  expect(finalNames(to)).toEqual(['tree']);
  expectNothingPartial(to, [tree]);
});

test('row 64: two engines never work in one staging folder; when the first is killed, the second may', async (context) => {
  need(context, 'mounts', 'fuse');
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': 100, 'tree/slow.bin': 3 * MiB });
  const tree = join(source.folder, 'tree');
  const to = memoryFolder();
  await source.setRules({ op: 'read', path: 'slow.bin', times: 1, fault: { kind: 'hold' } });
  const running = startBounded(copying(tree, to));
  await source.waitUntilHolding();
  const second = await runBounded(['resume', to, '--json']);
  expect(second.status).toBe(1);
  const refused = jobSummary(second.stdout);
  expect(refused).toMatchObject({ status: 'failed', failures: [{ code: 'stagingInUse' }] });
  expect(refused.failures[0]?.message).toContain(`process ${running.process.pid}`);
  running.kill();
  await source.release();
  await running.result;
  const third = await runBounded(['resume', to, '--json']);
  expect(third.status, third.stdout).toBe(0);
  expectNothingPartial(to, [tree]);
  expect(stagingFolders(to)).toEqual([]);
});

test('several jobs that lie unfinished are resumed one after the other', async (context) => {
  need(context, 'mounts', 'fuse');
  const source = await faultFs();
  makeFiles(source.backing, { 'one/slow.bin': 3 * MiB, 'two/slow.bin': 3 * MiB });
  const trees = ['one', 'two'].map((name) => join(source.folder, name));
  const to = memoryFolder();
  for (const tree of trees) {
    await source.setRules({ op: 'read', path: 'slow.bin', times: 1, fault: { kind: 'hold' } });
    const running = startBounded(copying(tree, to));
    await source.waitUntilHolding();
    running.kill();
    await source.release();
    await running.result;
  }
  expect(stagingFolders(to)).toHaveLength(2);
  const { status, stdout } = await runBounded(['resume', to, '--json']);
  expect(status, stdout).toBe(0);
  expect(stdout.match(/"type":"jobFinished"/g)).toHaveLength(2);
  expect(finalNames(to).sort()).toEqual(['one', 'two']);
  expectNothingPartial(to, trees);
});
