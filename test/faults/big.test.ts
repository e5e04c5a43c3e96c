import type { ChildProcess } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { expectCustodyLog, finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { memoryFolder } from '../support/faults/mounts';
import { outcomesOf } from '../support/faults/outcomes';
import { copying, runBounded, startBounded, until } from '../support/faults/processes';
import { KiB, MiB, makeFiles } from '../support/faults/samples';
import { scratchFolder } from '../support/scratch';

// Sizes and counts at which something else could run out: numbers, time, memory.

const GiB = 1024 * MiB;
const SPARSE_SIZE = 10 * GiB;
/** Text that stands at these offsets; holes everywhere else. */
const MARKS = [0, 2 * GiB - 3, 4 * GiB - 3, 4 * GiB + 5 * KiB, 10 * GiB - 7];
const MARK = 'marked!';
/** `sha256sum` of that file. */
const SPARSE_SHA256 = 'b79f3e8395655fc8449a2c1228757d5cd0e91940823124eda25657f07002a822';

test('rows 57, 58: 10 GiB with holes, beyond every 32-bit number, arrive with their holes', {
  timeout: 120_000,
}, async (context) => {
  need(context, 'mounts');
  const source = join(memoryFolder(), 'sparse.bin');
  writeFileSync(source, '');
  truncateSync(source, SPARSE_SIZE);
  const file = openSync(source, 'r+');
  for (const mark of MARKS) writeSync(file, MARK, mark);
  closeSync(file);
  const to = memoryFolder();

  const result = await runBounded(copying(source, to, '--verification', 'stream'), { limitMs: 100_000 });

  expect(result.status, result.stdout).toBe(0);
  expect(outcomesOf(result.stdout).get('sparse.bin')?.sourceDigests.sha256).toBe(SPARSE_SHA256);
  const copy = join(to, 'sparse.bin');
  const { size, blocks } = statSync(copy);
  expect(size).toBe(SPARSE_SIZE);
  expect(blocks * 512).toBeLessThan(MiB);
  const reader = openSync(copy, 'r');
  for (const mark of MARKS) {
    const text = Buffer.alloc(MARK.length);
    readSync(reader, text, 0, MARK.length, mark);
    expect(text.toString(), `at ${mark}`).toBe(MARK);
  }
  closeSync(reader);
});

/** A tree of small files, a thousand in each folder. */
function makeManyFiles(folders: number): string {
  const tree = join(memoryFolder({ size: '1g' }), 'tree');
  mkdirSync(tree);
  for (let folder = 0; folder < folders; folder++) {
    mkdirSync(join(tree, `${folder}`));
    for (let file = 0; file < 1000; file++) writeFileSync(join(tree, `${folder}`, `${file}.txt`), `${folder}/${file}`);
  }
  return tree;
}

test('row 61: 100 000 files in bounded memory', { timeout: 120_000 }, async (context) => {
  need(context, 'mounts');
  const tree = makeManyFiles(100);
  const to = memoryFolder({ size: '2g' });
  const output = join(scratchFolder(), 'output');

  const result = await runBounded(copying(tree, to, '--verification', 'stream'), {
    limitMs: 100_000,
    under: ['sh', '-c', `exec "$@" > ${output}`, 'sh'],
    // No thread may keep more than this: a kilobyte for each file would be three times as much.
    env: { NODE_OPTIONS: '--max-old-space-size=32' },
  });

  expect(result.status, result.stderr).toBe(0);
  const stdout = readFileSync(output, 'utf8');
  const summary = jobSummary(stdout.slice(stdout.lastIndexOf('{"type":"jobFinished"')));
  expect(summary).toMatchObject({ status: 'complete', files: 100_000, items: { copied: 100_101 } });
  const paths = [...stdout.matchAll(/^\{"type":"itemFinished","path":"([^"]*)"/gm)].map(([, path]) => path);
  expect(paths).toHaveLength(100_101);
  expect(new Set(paths).size).toBe(100_101);
  // A Node with two threads has 80 to 90 MiB before it has copied anything.
  expect(Number(summary['peakMemoryBytes']) / MiB).toBeLessThan(300);
});

test('a reader of the output who comes late costs no memory and no outcome', { timeout: 120_000 }, async (context) => {
  need(context, 'mounts');
  const tree = makeManyFiles(50);
  const to = memoryFolder({ size: '1g' });
  const env = { NODE_OPTIONS: '--max-old-space-size=32' };
  const running = startBounded(copying(tree, to, '--verification', 'stream'), { limitMs: 60_000, env });
  running.process.stdout?.pause();
  await until('the copy', () => finalNames(to).length > 0 || running.process.exitCode !== null);
  await until('it to wait for its reader', () => isIdle(running.process));
  running.process.stdout?.resume();
  const result = await running.result;
  expect(result.status, result.stderr.slice(0, 500)).toBe(0);
  expect(result.stdout.split('"type":"itemFinished"')).toHaveLength(50_052);
  expect(jobSummary(result.stdout.slice(result.stdout.lastIndexOf('{"type":"jobFinished"'))).status).toBe('complete');
});

/** Whether a process used no processor time for a moment, or has ended. */
async function isIdle(child: ChildProcess): Promise<boolean> {
  const used = () => {
    if (child.exitCode !== null || child.signalCode !== null) return '';
    return readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(' ').slice(13, 15).join(' ');
  };
  const before = used();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return used() === before;
}

test('row 62: an engine thread that runs out of memory ends its job with one honest summary', async (context) => {
  need(context, 'mounts');
  const tree = join(makeFiles(memoryFolder(), { 'tree/a.bin': 100, 'tree/hungry.bin': 100 }), 'tree');
  const to = memoryFolder();
  // Loaded into every thread of the command line; eats all memory of the engine thread when a copy is created there.
  const hog = join(scratchFolder(), 'hog.cjs');
  writeFileSync(
    hog,
    `const fs = require('node:fs');
     const { isMainThread } = require('node:worker_threads');
     const { openSync } = fs;
     fs.openSync = (path, ...more) => {
       if (!isMainThread && String(path).endsWith('hungry.bin')) for (const eaten = []; ; ) eaten.push(Array(10_000).fill(eaten.length));
       return openSync(path, ...more);
     };`,
  );
  const env = { NODE_OPTIONS: `--require ${hog} --max-old-space-size=96` };
  const result = await runBounded(copying(tree, to), { env });
  expect(result.status, result.stderr).toBe(1);
  const { status, failures, stagingDir } = jobSummary(result.stdout);
  expect(status).toBe('failed');
  expect(failures).toMatchObject([{ code: 'engineCrashed' }]);
  expect(finalNames(to)).toEqual([]);
  expect(stagingFolders(to)).toEqual([stagingDir]);
  expectCustodyLog(stagingDir ?? '', [tree]);
  expect(result.stderr).toMatch(/memory/i);
});
