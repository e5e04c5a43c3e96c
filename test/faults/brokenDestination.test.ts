import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary } from '../support/cli';
import {
  expectCustodyLog,
  expectFailed,
  expectNothingPartial,
  finalNames,
  stagingFolders,
} from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { faultFs } from '../support/faults/faultfs/client';
import type { Rule } from '../support/faults/faultfs/rules';
import { boundFolder, ext4Folder, memoryFolder } from '../support/faults/mounts';
import { endsOf, outcomesOf } from '../support/faults/outcomes';
import { copying, runBounded } from '../support/faults/processes';
import { contentOf, KiB, MiB, makeFiles, makeSmallTree } from '../support/faults/samples';

// A destination that fails, lies or goes away. Whatever it does, nothing unproved gets a final name.

function sourceTree(): string {
  return makeSmallTree(join(memoryFolder(), 'tree'));
}

test.for(['a.bin', 'sub/large.bin'])(
  'row 7: an fsync of %s that fails is final: once for each file, and never a copy',
  async (name, context) => {
    need(context, 'mounts', 'fuse');
    const to = await faultFs();
    await to.setRules({ op: 'fsync', path: name, times: 1, fault: { kind: 'error', code: 'EIO' } });
    expectFailed(await runBounded(copying(sourceTree(), to.folder)), to.folder, 'writeError');
    expect((await to.log()).filter(({ op, path }) => op === 'fsync' && path.endsWith(name))).toHaveLength(1);
  },
);

test('row 13: a disk that becomes read-only in mid-file stops the job', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  await to.setRules({ op: 'write', path: 'large.bin', from: MiB, fault: { kind: 'error', code: 'EROFS' } });
  const { failure } = expectFailed(await runBounded(copying(sourceTree(), to.folder)), to.folder, 'readOnly');
  expect(failure.message).toMatch(/read-only/);
});

test('row 13: an ext4 that finds itself damaged in mid-copy and turns read-only stops the job', async (context) => {
  need(context, 'mounts', 'fuse', 'loop', 'ext4', 'ext4Errors');
  const { folder, device } = ext4Folder(48 * MiB);
  const to = join(folder, 'to');
  mkdirSync(to);
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': 4 * MiB, 'tree/b.bin': 8 * MiB });
  await source.setRules({ op: 'read', path: 'b.bin', from: 4 * MiB, times: 1, fault: { kind: 'hold' } });
  const running = runBounded(copying(join(source.folder, 'tree'), to));
  await source.waitUntilHolding();
  writeFileSync(`/sys/fs/ext4/${device}/trigger_fs_error`, 'test');
  await source.release();
  const { summary } = expectFailed(await running, to, 'readOnly');
  expectCustodyLog(summary.stagingDir ?? '', [join(source.folder, 'tree')]);
});

test('row 14: a destination that is mounted read-only is refused, and nothing is written', async (context) => {
  need(context, 'mounts');
  const under = memoryFolder();
  const to = boundFolder(under, { readOnly: true });
  const { summary } = expectFailed(await runBounded(copying(sourceTree(), to)), to, 'readOnly');
  expect(summary.stagingDir).toBeNull();
  expectFailed(await runBounded(copying(sourceTree(), join(to, 'new', 'folder'))), to, 'readOnly');
  expect(readdirSync(under)).toEqual([]);
});

test('row 15: a destination that is pulled out fails the job; what was staged is kept', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = sourceTree();
  await to.setRules({ op: 'write', path: 'large.bin', from: MiB, fault: { kind: 'hold' } });
  const running = runBounded(copying(tree, to.folder));
  await to.waitUntilHolding();
  to.pull();
  const result = await running;
  const { status, failures } = jobSummary(result.stdout);
  expect([result.status, status]).toEqual([1, 'failed']);
  expect(failures).toMatchObject([{ code: 'deviceGone' }]);
  expect(finalNames(to.backing)).toEqual([]);
  const [staging = ''] = stagingFolders(to.backing);
  expectCustodyLog(staging, [tree]);
});

test.for([
  { what: 'a flipped bit in a small file', rule: { path: 'a.bin', fault: { kind: 'flip', at: 123_456 } } },
  { what: 'a flipped bit in a large file', rule: { path: 'large.bin', fault: { kind: 'flip', at: 2 * MiB + 5 } } },
  { what: 'a write that was lost', rule: { path: 'large.bin', from: MiB, fault: { kind: 'drop' } } },
] satisfies { what: string; rule: Omit<Rule, 'op'> }[])(
  'rows 20, 21: $what is found by reading back',
  async ({ rule }, context) => {
    need(context, 'mounts', 'fuse');
    const tree = sourceTree();
    for (const more of [[], ['--no-use-buffer-reuse', '--verification', 'stream']]) {
      const to = await faultFs();
      await to.setRules({ op: 'write', ...rule });
      const result = await runBounded(copying(tree, to.folder, ...more));
      expect(result.status).toBe(1);
      expect(jobSummary(result.stdout).failures).toMatchObject([{ code: 'hashMismatch' }]);
      expect(finalNames(to.backing)).not.toContain('tree');
      expect([...contentOf(to.backing).keys()].filter((path) => path.endsWith(rule.path))).toEqual([]);
    }
  },
);

test('row 20: `stream` does not read back, and does not say so either', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  await to.setRules({ op: 'write', path: 'a.bin', fault: { kind: 'flip', at: 5 } });
  const result = await runBounded(copying(sourceTree(), to.folder, '--verification', 'stream'));
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'complete', grade: 'stream', destinationReads: 0 });
  expect(outcomesOf(result.stdout).get('tree/a.bin')).not.toHaveProperty('destinationDigests');
});

test('row 24: a grade that this destination cannot prove is never claimed', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const result = await runBounded(['copy', sourceTree(), '--to', to.folder, '--json', '--verification', 'device']);
  const { status, grade, gradeReason } = jobSummary(result.stdout);
  expect([result.status, status, grade]).toEqual([0, 'complete', 'readBack']);
  expect(gradeReason).toBeTruthy();
});

test('row 25: short writes are followed up', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const tree = sourceTree();
  await to.setRules({ op: 'write', fault: { kind: 'short', bytes: 9999 } });
  const result = await runBounded(copying(tree, to.folder));
  expect(result.status).toBe(0);
  expectNothingPartial(to.folder, [tree]);
  expect(finalNames(to.folder)).toEqual(['tree']);
});

test('a copy that cannot be read back has not arrived', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  await to.setRules({ op: 'read', path: 'large.bin', from: MiB, fault: { kind: 'error', code: 'EIO' } });
  const { failure } = expectFailed(await runBounded(copying(sourceTree(), to.folder)), to.folder, 'readError');
  expect(failure).toMatchObject({ offset: MiB, message: expect.stringMatching(/copy could not be read back/) });
});

test.for([
  { what: 'the rename of a folder', rule: { op: 'rename', path: 'payload/tree' }, codes: ['EIO', 'EXDEV', 'EROFS'] },
  { what: 'the link of a file', rule: { op: 'link', path: 'single.bin' }, codes: ['EIO', 'ENOSPC'] },
] satisfies { what: string; rule: Omit<Rule, 'fault'>; codes: string[] }[])(
  'row 63: $what that fails when publishing leaves the copy in the staging folder',
  async ({ rule, codes }, context) => {
    need(context, 'mounts', 'fuse');
    const sources = memoryFolder();
    makeSmallTree(join(sources, 'tree'));
    makeFiles(sources, { 'single.bin': 100 * KiB });
    const source = join(sources, rule.op === 'link' ? 'single.bin' : 'tree');
    for (const code of codes) {
      const to = await faultFs();
      await to.setRules({ ...rule, fault: { kind: 'error', code } });
      const result = await runBounded(copying(source, to.folder));
      expect(result.status, code).toBe(1);
      const summary = jobSummary(result.stdout);
      expect(summary.status, code).toBe('failed');
      expect(finalNames(to.folder)).toEqual([]);
      expect(stagingFolders(to.folder)).toEqual([summary.stagingDir]);
      const staged = join(summary.stagingDir ?? '', 'payload', rule.op === 'link' ? 'single.bin' : 'tree');
      expect(contentOf(staged)).toEqual(contentOf(source));
      expect(Object.values(endsOf(result.stdout)), code).not.toContain('copied');
    }
  },
);

test('row 63: where neither link nor rename lead to the final name, the file is not copied there instead', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const source = join(makeFiles(memoryFolder(), { 'single.bin': 100 * KiB }), 'single.bin');
  await to.setRules(
    { op: 'link', fault: { kind: 'error', code: 'EXDEV' } },
    { op: 'rename', path: 'payload/single.bin', fault: { kind: 'error', code: 'EXDEV' } },
  );
  const result = await runBounded(copying(source, to.folder));
  expect(result.status).toBe(1);
  const { status, stagingDir } = jobSummary(result.stdout);
  expect(status).toBe('failed');
  expect(existsSync(join(stagingDir ?? '', 'payload', 'single.bin'))).toBe(true);
  expect((await to.log()).filter(({ op, path }) => op === 'create' && path === 'single.bin')).toEqual([]);
});

test('a file system without hard links still publishes', async (context) => {
  need(context, 'mounts', 'fuse');
  const to = await faultFs();
  const source = join(makeFiles(memoryFolder(), { 'single.bin': 100 * KiB }), 'single.bin');
  await to.setRules({ op: 'link', fault: { kind: 'error', code: 'EPERM' } });
  const result = await runBounded(copying(source, to.folder));
  expect(result.status).toBe(0);
  expectNothingPartial(to.folder, [source]);
  expect(finalNames(to.folder)).toEqual(['single.bin']);
});
