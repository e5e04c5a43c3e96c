import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { removeCopies } from '../../src/client/files/removeCopies';
import { type CliResult, jobSummary } from '../support/cli';
import { finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { runCommand } from '../support/faults/commands';
import { rounds, tellFigures } from '../support/faults/effort';
import { memoryFolder } from '../support/faults/mounts';
import { allOf, copying, runBounded } from '../support/faults/processes';
import { contentOf, MiB, makeFiles, makeSmallTree, makeTreeOfMany } from '../support/faults/samples';
import { injecting, type SystemCall, tracedThreads, tracing } from '../support/faults/strace';
import { scratchFolder } from '../support/scratch';

// The same as test/engine/failAtEachCall.test.ts, below everything that is ours: the system itself says that a call failed.
// `npm run soak` visits every call.

const AT_ONCE = 3;

/** Of many files no more calls than these are visited, each of which takes seconds. */
const MOST_OF_MANY = 24;

/** The calls of the engine, and how each fails. */
const CALLS = [
  ['openat', 'EACCES'],
  ['pread64', 'EIO'],
  ['pwrite64', 'ENOSPC'],
  ['fsync', 'EIO'],
  ['rename', 'EIO'],
  ['mkdir', 'EDQUOT'],
  ['link', 'EIO'],
  ['symlink', 'EIO'],
  ['unlink', 'EIO'],
  ['close', 'EIO'],
  ['utimensat', 'EPERM'],
  ['fchmod', 'EPERM'],
] as const;

/** Those by which links and folders are made, and names are given: the same for few files. */
const NOT_BY_FILES: ReadonlySet<string> = new Set(['rename', 'mkdir', 'link', 'symlink', 'unlink']);

test.for(CALLS)(
  'whichever %s fails with %s, the end is told honestly and nothing partial has a final name; the next attempt brings the rest',
  async ([call, code], context) => {
    need(context, 'strace', 'mounts');
    const from = memoryFolder();
    const sources = [
      makeSmallTree(join(from, 'tree')),
      join(makeFiles(from, { 'single.bin': 1.5 * MiB }), 'single.bin'),
    ];
    await failEach(call, code, from, sources, rounds(4));
  },
);

test.for(CALLS.filter(([call]) => !NOT_BY_FILES.has(call)))(
  'whichever %s of lanes and engine fails with %s while many small files are copied side by side: the same',
  async ([call, code], context) => {
    need(context, 'strace', 'mounts');
    const from = memoryFolder();
    await failEach(call, code, from, [makeTreeOfMany(join(from, 'tree'))], Math.min(rounds(2), MOST_OF_MANY));
  },
);

/** Copies sources that lie in `from` as often as told, each time with another call that fails: on each thread that comes so far. */
async function failEach(call: string, code: string, from: string, sources: readonly string[], times: number) {
  const root = memoryFolder({ size: '1g' });
  const all = await numbersOfOurs(call, from, sources, join(root, 'undisturbed'));
  const numbers = spread(all, times);
  tellFigures({ calls: all.length, failures: numbers.length });
  const runner = async () => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      const to = join(root, String(number));
      const under = injecting(call, `error=${code}:when=${number}`);
      const result = await runBounded(copying(sources, to), { under });
      const where = `${call} number ${number} fails`;
      expectHonest(result, to, sources, where);
      await expectTheRest(to, sources, where);
      await removeCopies(to);
    }
  };
  await allOf(Array.from({ length: AT_ONCE }, runner));
}

/** So many of all, from the first on, evenly. */
function spread(all: readonly number[], count: number): number[] {
  const step = Math.max(1, all.length / count);
  return all.filter((_, index) => index % step < 1);
}

/** Which calls of the thread that has most of them are about source and destination, as strace counts them. */
async function numbersOfOurs(call: string, from: string, sources: readonly string[], to: string): Promise<number[]> {
  const traces = join(scratchFolder(), 'traces');
  mkdirSync(traces);
  expect((await runBounded(copying(sources, to), { under: tracing(traces, [call]) })).status).toBe(0);
  const isThere = (path = '') => path.startsWith(from) || path.startsWith(to);
  const isOurs = ({ text, path, opened }: SystemCall) =>
    text.includes('/proc/self/fd/') || isThere(path) || isThere(opened);
  const byThread = tracedThreads(traces).map((calls) =>
    calls.filter(({ name }) => name === call).flatMap((each, index) => (isOurs(each) ? [index + 1] : [])),
  );
  const [numbers = []] = byThread.sort((a, b) => b.length - a.length);
  expect(numbers.length, call).toBeGreaterThan(0);
  return numbers;
}

/** Nothing partial has a final name, and what is told as complete is there. */
function expectHonest({ status, stdout }: CliResult, to: string, sources: readonly string[], where: string): void {
  for (const name of finalNames(to)) {
    const source = sources.find((each) => basename(each) === name.replace(/ \(INCOMPLETE\)$/, ''));
    const wanted = contentOf(source ?? '');
    const got = contentOf(join(to, name));
    for (const [path, content] of got) expect(wanted.get(path), `${where}: ${name}${path}`).toBe(content);
    if (!name.endsWith('(INCOMPLETE)')) expect(got.size, `${where}: ${name}`).toBe(wanted.size);
  }
  if (status === 0) expect(finalNames(to).sort(), where).toEqual(sources.map((source) => basename(source)).sort());
  // A process that could not even start, or was ended by its own runtime, has told nothing.
  if (!stdout.includes('jobFinished')) return;
  const summary = jobSummary(stdout);
  expect(summary.status === 'complete', where).toBe(status === 0);
  if (summary.status !== 'complete') expect(summary.failures.length, where).toBeGreaterThan(0);
}

/** Where nothing fails any more the job ends with the whole copy. */
async function expectTheRest(to: string, sources: readonly string[], where: string): Promise<void> {
  const isThere = stagingFolders(to).length > 0 || finalNames(to).length > 0;
  const { status, stdout } = await runBounded(isThere ? ['resume', to, '--json'] : copying(sources, to));
  expect(status, `${where}: ${stdout}`).toBe(0);
  expect(finalNames(to).sort(), where).toEqual(sources.map((source) => basename(source)).sort());
  expect(stagingFolders(to), where).toEqual([]);
  for (const source of sources) runCommand('diff', '-r', '--no-dereference', source, join(to, basename(source)));
}
