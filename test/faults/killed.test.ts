import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { expectCustodyLog, expectNothingPartial, finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { faultFs } from '../support/faults/faultfs/client';
import { memoryFolder } from '../support/faults/mounts';
import { allOf, copying, runBounded, startBounded, until } from '../support/faults/processes';
import { contentOf, KiB, MiB, makeFiles, makeSmallTree, sampleNumbers } from '../support/faults/samples';
import { injecting, tracedThreads, tracing } from '../support/faults/strace';
import { removeCopies } from '../support/removeCopies';
import { scratchFolder } from '../support/scratch';

// Rows 32 and 33. The command line is killed at every call that changes anything on the disk, and at random moments.

const AT_ONCE = 3;

/** Every call by which the engine changes the destination. */
const CHANGING_CALLS = ['pwrite64', 'fsync', 'mkdir', 'rename', 'link', 'symlink', 'unlink', 'rmdir', 'fchmod'];

/** A small tree and a single file, as two sources. */
function makeSources(): string[] {
  const from = memoryFolder();
  return [makeSmallTree(join(from, 'tree')), join(makeFiles(from, { 'single.bin': 1.5 * MiB }), 'single.bin')];
}

interface Sweep {
  readonly call: string;
  readonly sources: readonly string[];
  readonly more?: readonly string[];
  /** Makes the destination of one run. */
  prepare(to: string): void;
  /** Looks at what a run left behind. */
  check(to: string): void;
  /** Looks at what there is when it was resumed. */
  finish(to: string): void;
}

/** A job that was killed is resumed and complete then, or was never begun. */
async function resumeAfter(to: string, sources: readonly string[], where: string): Promise<void> {
  const wasBegun = stagingFolders(to).length > 0;
  const { status, stdout } = await runBounded(['resume', to, '--json']);
  if (wasBegun) expect(status, `${where}, resumed: ${stdout}`).toBe(0);
  else expect([0, 2], where).toContain(status);
  expect(stagingFolders(to), where).toEqual([]);
  if (status === 0) expect(finalNames(to).sort(), where).toEqual(sources.map((source) => basename(source)).sort());
}

/** Kills one copy after the other at the first, second, third … call of a kind, and one run not at all. */
async function sweep({ call, sources, more = [], prepare, check, finish }: Sweep): Promise<void> {
  const root = memoryFolder({ size: '1g' });
  const traces = join(scratchFolder(), 'traces');
  mkdirSync(traces);
  prepare(join(root, 'undisturbed'));
  const undisturbed = copying(sources, join(root, 'undisturbed'), ...more);
  expect((await runBounded(undisturbed, { under: tracing(traces, [call]) })).status).toBe(0);
  const count = Math.max(...tracedThreads(traces).map((calls) => calls.filter(({ name }) => name === call).length));
  expect(count).toBeGreaterThan(0);
  // One more than there are: that run must come to its end, or the sweep has not seen them all.
  const whens = Array.from({ length: count + 1 }, (_, index) => index + 1);
  const visit = async (when: number) => {
    const to = join(root, String(when));
    prepare(to);
    const under = injecting(call, `signal=SIGKILL:when=${when}`);
    const { status, signal } = await runBounded(copying(sources, to, ...more), { under });
    check(to);
    const where = `${call} number ${when} of ${count}`;
    expect(signal ?? status, where).toBe(when <= count ? 'SIGKILL' : 0);
    // Each call in turn is resumed after in test/engine/resume.test.ts; here a real process is, at a part of many calls.
    if (count <= 12 || when % 4 === 0) {
      await resumeAfter(to, sources, where);
      finish(to);
    }
    await removeCopies(to);
  };
  const runner = async () => {
    for (let when = whens.shift(); when !== undefined; when = whens.shift()) await visit(when);
  };
  await allOf(Array.from({ length: AT_ONCE }, runner));
}

test.for(CHANGING_CALLS)(
  'rows 32, 33: killed at each %s in turn, no final name holds anything partial, and the job can be resumed',
  async (call, context) => {
    need(context, 'strace', 'mounts');
    const sources = makeSources();
    const whole = (to: string) => expectNothingPartial(to, sources);
    await sweep({ call, sources, prepare: () => {}, check: whole, finish: whole });
  },
);

test.for(['rename', 'link', 'unlink'])(
  'killed at each %s while existing files are overwritten: each is the old one or the new one',
  async (call, context) => {
    need(context, 'strace', 'mounts');
    const [tree = ''] = makeSources();
    const old = { 'tree/a.bin': 5000, 'tree/sub/large.bin': 1.2 * MiB, 'tree/other.txt': 10 };
    const before = contentOf(makeFiles(join(memoryFolder(), 'before'), old));
    const after = contentOf(tree);
    await sweep({
      call,
      sources: [tree],
      more: ['--conflict', 'overwrite'],
      prepare: (to) => makeFiles(to, old),
      check: (to) => {
        for (const [path, content] of contentOf(join(to, 'tree'))) {
          expect([before.get(`/tree${path}`), after.get(path)], path).toContain(content);
        }
        // What was there is still there, as it was or replaced.
        for (const path of Object.keys(old)) expect(existsSync(join(to, path)), path).toBe(true);
        for (const staging of stagingFolders(to)) expectCustodyLog(staging, [tree]);
      },
      finish: (to) => {
        const got = contentOf(join(to, 'tree'));
        const isAsBefore = [...got].every(([path, content]) => content === before.get(`/tree${path}`));
        if (!isAsBefore) for (const [path, content] of after) expect(got.get(path), path).toBe(content);
      },
    });
  },
);

test('row 32: killed at each write of a large file, no final name holds anything partial', async (context) => {
  need(context, 'mounts', 'fuse');
  const source = join(makeFiles(memoryFolder(), { 'large.bin': 4.5 * MiB }), 'large.bin');
  for (let write = 0; write < 5; write++) {
    const to = await faultFs();
    await to.setRules({ op: 'write', path: 'large.bin', skip: write, times: 1, fault: { kind: 'hold' } });
    const running = startBounded(copying(source, to.folder));
    await to.waitUntilHolding();
    running.kill();
    await to.release();
    expect((await running.result).signal).toBe('SIGKILL');
    expectNothingPartial(to.folder, [source]);
    expect(finalNames(to.folder)).toEqual([]);
    expect(stagingFolders(to.folder)).toHaveLength(1);
  }
});

test('killed twenty times at random on one destination, and then left alone', async (context) => {
  need(context, 'mounts');
  const files = Array.from({ length: 100 }, (_, index) => [`tree/${index % 10}/${index}.bin`, 30 * KiB] as const);
  const tree = join(makeFiles(memoryFolder(), { ...Object.fromEntries(files), 'tree/large.bin': 4 * MiB }), 'tree');
  const to = join(memoryFolder({ size: '1g' }), 'to');
  const seed = Number(process.env['FAULT_SEED'] ?? 20261121);
  const usual = await durationOf(() => runBounded(copying(tree, join(memoryFolder(), 'to'))));
  const interrupted: string[] = [];
  for (const [round, fraction] of sampleNumbers(20, seed).entries()) {
    const running = startBounded(copying(tree, to));
    const killer = setTimeout(() => running.kill(), fraction * usual);
    const { signal, status } = await running.result;
    clearTimeout(killer);
    expectNothingPartial(to, [tree]);
    expect(signal === 'SIGKILL' || status === 0, `seed ${seed}, round ${round}`).toBe(true);
    await removeCopies(join(to, 'tree'));
    interrupted.push(...stagingFolders(to));
  }
  // Foreign staging folders are left alone, and are in nobody's way.
  const result = await runBounded(copying(tree, to));
  expect(result.status, `seed ${seed}: ${result.stdout}`).toBe(0);
  expectNothingPartial(to, [tree]);
  expect(finalNames(to)).toEqual(['tree']);
  expect(stagingFolders(to).sort()).toEqual([...new Set(interrupted)].sort());
});

test('a cancelled copy leaves no final name, keeps its staging folder and ends with 130', async (context) => {
  need(context, 'mounts', 'fuse');

  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': 100, 'tree/slow.bin': 8 * MiB });
  const tree = join(source.folder, 'tree');
  const to = memoryFolder();
  await source.setRules({ op: 'read', path: 'slow.bin', from: 4 * MiB, times: 1, fault: { kind: 'hold' } });
  const running = startBounded(copying(tree, to));
  await source.waitUntilHolding();
  process.kill(running.process.pid ?? 0, 'SIGINT');
  let error = '';
  running.process.stderr?.on('data', (data: Buffer) => {
    error += data.toString();
  });
  await until('the word that it is being cancelled', () => /cancel/i.test(error));
  await source.release();
  const { status } = await running.result;
  expect(status).toBe(130);
  expect(finalNames(to)).toEqual([]);
  expect(stagingFolders(to)).toHaveLength(1);
  expectNothingPartial(to, [tree]);
  const log = await source.log();
  const after = log.slice(log.findIndex(({ op, offset = 0 }) => op === 'read' && offset >= 4 * MiB));
  expect(after.filter(({ op }) => op === 'read').length, 'reads after the cancel').toBeLessThanOrEqual(1);
});

async function durationOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
