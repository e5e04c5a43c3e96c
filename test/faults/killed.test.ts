import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeCopies } from '../../src/client/removeCopies';
import type { CliResult } from '../support/cli';
import { expectNothingPartial, finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { faultFs } from '../support/faults/faultfs/client';
import { memoryFolder } from '../support/faults/mounts';
import { copying, runBounded, startBounded, until } from '../support/faults/processes';
import { KiB, MiB, makeFiles, makeSmallTree, sampleNumbers } from '../support/faults/samples';
import { injecting } from '../support/faults/strace';

// Rows 32 and 33. The command line is killed at every call that changes anything on the disk, and at random moments.

const AT_ONCE = 3;
/** More calls of one kind than this are not made for the small tree. */
const MOST_CALLS = 100;

/** Every call by which the engine changes the destination, and where the first one lies that is worth a kill. */
const CHANGING_CALLS = [
  'pwrite64',
  'fsync',
  'mkdir',
  'rename',
  'link',
  'symlink',
  'unlink',
  'rmdir',
  'fchmod',
  'utimensat',
];

interface Crash {
  readonly result: CliResult;
  readonly to: string;
}

/** Copies both sources into a folder of its own, under the given command. */
async function copyUnder(under: readonly string[], sources: readonly string[], to: string): Promise<Crash> {
  mkdirSync(to);
  return { result: await runBounded(copying(sources, to), { under }), to };
}

function wasKilled({ result }: Crash): boolean {
  return result.signal === 'SIGKILL' || result.status === 137;
}

test.for(CHANGING_CALLS)('killed at each %s in turn, no final name holds anything partial', async (call, context) => {
  need(context, 'strace', 'mounts');
  const from = memoryFolder();
  const sources = [makeSmallTree(join(from, 'tree')), join(makeFiles(from, { 'single.bin': 1.5 * MiB }), 'single.bin')];
  const root = memoryFolder({ size: '1g' });
  let kills = 0;
  for (let next = 1; next < MOST_CALLS; next += AT_ONCE) {
    const whens = Array.from({ length: AT_ONCE }, (_, index) => next + index);
    const crashes = await Promise.all(
      whens.map((when) => copyUnder(injecting(`${call}:signal=SIGKILL:when=${when}`), sources, join(root, `${when}`))),
    );
    for (const crash of crashes) {
      expectNothingPartial(crash.to, sources);
      if (wasKilled(crash)) kills++;
      else expect(crash.result.status, crash.result.stdout + crash.result.stderr).toBe(0);
      removeCopies(crash.to);
    }
    if (!crashes.every(wasKilled)) break;
  }
  // A sweep that never hit anything, or that never came to its end, has shown nothing.
  expect(kills).toBeGreaterThan(0);
  expect(kills).toBeLessThan(MOST_CALLS - AT_ONCE);
});

test('killed twenty times at random on one destination, and then left alone', async (context) => {
  need(context, 'mounts');
  const files = Array.from({ length: 150 }, (_, index) => [`tree/${index % 10}/${index}.bin`, 80 * KiB] as const);
  const tree = join(makeFiles(memoryFolder(), { ...Object.fromEntries(files), 'tree/large.bin': 6 * MiB }), 'tree');
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
    if (existsSync(join(to, 'tree'))) removeCopies(join(to, 'tree'));
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
