import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { expectFailed, expectNothingPartial, finalNames } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { faultFs } from '../support/faults/faultfs/client';
import { memoryFolder } from '../support/faults/mounts';
import { copying, runBounded } from '../support/faults/processes';
import { contentOf, MiB, makeFiles, makeSmallTree } from '../support/faults/samples';

// Rows 8 to 12. Room that is missing for what a job needs besides the copies, and limits of the process.

test.for([
  { code: 'EDQUOT', skip: 0, what: 'read' },
  { code: 'EDQUOT', skip: 1, what: 'written' },
  { code: 'EIO', skip: 1, what: 'written' },
])('row 8: $code when a copy is closed that was $what fails it', async ({ code, skip }, context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  await to.setRules({ op: 'flush', path: 'sub/large.bin', skip, fault: { kind: 'error', code } });
  const result = await runBounded(copying(tree, to.folder));
  expectFailed(result, to.folder, code === 'EIO' ? 'writeError' : 'noSpace');
  expect((await to.log()).filter(({ op, error }) => op === 'flush' && error !== undefined)).not.toEqual([]);
});

test.for(['plan.jsonl', 'ledger.jsonl'])("row 9: no room for the job's own %s stops it", async (name, context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  await to.setRules({ op: 'write', path: name, fault: { kind: 'error', code: 'ENOSPC' } });
  expectFailed(await runBounded(copying(tree, to.folder)), to.folder, 'noSpace');
});

test('row 9: no room for the first entry of the custody log: the job was never begun', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = makeSmallTree(join(memoryFolder(), 'tree'));
  await to.setRules({ op: 'write', path: 'custody.jsonl', fault: { kind: 'error', code: 'ENOSPC' } });
  const { summary } = expectFailed(await runBounded(copying(tree, to.folder)), to.folder, 'noSpace');
  expect(summary.stagingDir).toBeNull();
  expect([...contentOf(to.backing).keys()]).toEqual(['']);
});

test.for(['report.json', 'manifest-sha256.txt'])(
  'row 10: no room for %s fails the job; what arrived is whole, half a record is none',
  async (name, context) => {
    need(context, 'mounts', 'fuse');
    const to = await faultFs();
    const tree = makeSmallTree(join(memoryFolder(), 'tree'));
    await to.setRules({ op: 'write', path: name, fault: { kind: 'error', code: 'ENOSPC' } });
    const result = await runBounded(copying(tree, to.folder));
    expect(result.status).toBe(1);
    const summary = jobSummary(result.stdout);
    expect(summary).toMatchObject({ status: 'failed', recordsDir: null, failures: [{ code: 'noSpace' }] });
    expectNothingPartial(to.folder, [tree]);
    expect([...contentOf(to.backing).keys()].filter((path) => path.includes(name))).toEqual([]);
  },
);

test('row 11: a limit on the size of files is a failure of its own, and no signal kills the copy', async (context) => {
  need(context, 'prlimit', 'mounts');
  const to = memoryFolder();
  const tree = join(makeFiles(memoryFolder(), { 'tree/a.bin': 100, 'tree/big.bin': 5 * MiB }), 'tree');
  const result = await runBounded(copying(tree, to), { under: ['prlimit', '--fsize=3000000'] });
  const { failure } = expectFailed(result, to, 'fileTooLarge');
  expect(failure.message).not.toMatch(/unknown/);
});

test('row 12: few descriptors are enough for a deep tree; too few are a failure of its own', async (context) => {
  need(context, 'prlimit', 'mounts');
  const depth = (levels: number) => `${'d/'.repeat(levels)}file.bin`;
  const tree = join(makeFiles(memoryFolder(), { [`tree/${depth(6)}`]: 2 * MiB }), 'tree');
  const deep = join(makeFiles(memoryFolder(), { [`deep/${depth(60)}`]: 2 * MiB }), 'deep');
  const to = memoryFolder();
  const under = ['prlimit', '--nofile=64:64'];
  const good = await runBounded(copying(tree, to), { under });
  expect(good.status, good.stdout).toBe(0);
  expectNothingPartial(to, [tree]);
  const other = memoryFolder();
  const bad = await runBounded(copying(deep, other), { under });
  expect(bad.status).toBe(1);
  expect(jobSummary(bad.stdout).failures.map(({ code }) => code)).toContain('tooManyOpenFiles');
  expect(finalNames(other)).not.toContain('deep');
});
