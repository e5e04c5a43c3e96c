import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { BUNDLES } from '../support/bundles';
import { jobSummary } from '../support/cli';
import { finalNames } from '../support/faults/aftermath';
import { type Capability, need } from '../support/faults/capabilities';
import { DISK, flipBit, healthyDisk, IMAGE, placeIn } from '../support/faults/disks';
import { type FaultFs, faultFs } from '../support/faults/faultfs/client';
import { type DiskFormat, diskOn, memoryFolder } from '../support/faults/mounts';
import { copying, runBounded, until } from '../support/faults/processes';
import { contentOf, KiB, MiB, makeFiles } from '../support/faults/samples';
import { injecting, type SystemCall, tracedThreads, tracing } from '../support/faults/strace';
import { type Call, type Hooks, hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { startedThreads } from '../support/startedThreads';

// A huge file on a disk is proved by the proof lane while it is written.

/** More than two segments, and no whole number of pages. */
const SIZE = 70 * MiB + 123;
const SEGMENT = 32 * MiB;

/** With a proof lane, and a source that is read on the thread of the test, where it can be seen. */
const FOLLOWED = { verification: 'device', lanes: '3' } as const;

function needDisk(context: TestContext, ...more: Capability[]): void {
  need(context, 'mounts', 'loop', 'ext4', ...more);
}

function hugeFile(): string {
  return join(makeFiles(memoryFolder(), { huge: SIZE }), 'huge');
}

function copyingHuge(source: string, to: string, ...more: string[]): string[] {
  return copying(source, to, '--verification', 'device', '--no-records', ...more);
}

/** A disk that does as it is told with what is written to it and read from it. */
async function faultyDisk(): Promise<{ folder: string; faults: FaultFs }> {
  const faults = await faultFs({ size: String(2 * DISK) });
  return { folder: diskOn(join(faults.folder, IMAGE), DISK), faults };
}

/** Copies in this process, where a test can see and disturb what the engine's own thread does. */
async function copyHere(hooks: Hooks, choices: Partial<JobRequest> = {}, shared = new SharedState()) {
  const source = hugeFile();
  const to = join(healthyDisk().folder, 'to');
  const request = requestFor([source], to, { ...FOLLOWED, ...choices });
  const run = await runEngine(request, { fs: hookedFileSystem(hooks), lanePath: BUNDLES.lane, shared });
  return { ...run, source, to };
}

/** Tells whether the copy was opened for reading back before anything of the source was read. */
function watchingOrder(): Hooks & { isFollowed: boolean | undefined } {
  let hasRead = false;
  const hooks: ReturnType<typeof watchingOrder> = {
    isFollowed: undefined,
    before: ({ kind, path }) => {
      const isCopy = path.endsWith('/payload/huge');
      if (kind === 'file.read' && !isCopy && path.endsWith('/huge')) hasRead = true;
      if (isCopy && (kind === 'folder.openDirect' || kind === 'folder.openFile')) hooks.isFollowed ??= !hasRead;
    },
  };
  return hooks;
}

/** The moment at which the engine reads the source there. */
function reading(position: number): (call: Call) => boolean {
  return ({ kind, path, args }) => kind === 'file.read' && path.endsWith('/huge') && args[2] === position;
}

/** Does something once, just before the first call that `isMoment`. */
function at(isMoment: (call: Call) => boolean, act: () => void): Hooks {
  let isDone = false;
  return {
    before: (call) => {
      if (isDone || !isMoment(call)) return;
      isDone = true;
      act();
    },
  };
}

test('a huge file is proved by the lane that follows its writer, to the last byte', async (context) => {
  needDisk(context);
  const order = watchingOrder();
  const shared = new SharedState();
  const { summary, outcomes, source, to } = await copyHere(order, {}, shared);
  expect(summary).toMatchObject({ status: 'complete', grade: 'device', gradeReason: null, destinationReads: 1 });
  expect(outcomes[0]?.file).toMatchObject({ bytesCopied: SIZE, destinationReads: 1 });
  expect(outcomes[0]?.file?.destinationDigests).toEqual(outcomes[0]?.file?.sourceDigests);
  expect(contentOf(join(to, 'huge'))).toEqual(contentOf(source));
  expect([order.isFollowed, shared.get('bytesByLanes')]).toEqual([true, SIZE]);
});

test.for<DiskFormat>(['xfs', 'btrfs'])('V3: it is read back from its device on %s too', async (format, context) => {
  needDisk(context, format);
  const size = 320 * MiB;
  const folder = diskOn(join(memoryFolder({ size: String(2 * size) }), IMAGE), size, format);
  const source = hugeFile();
  const request = requestFor([source], join(folder, 'to'), FOLLOWED);
  const { summary } = await runEngine(request, { lanePath: BUNDLES.lane });
  expect(summary).toMatchObject({ status: 'complete', grade: 'device', gradeReason: null });
  expect(contentOf(join(folder, 'to', 'huge'))).toEqual(contentOf(source));
});

test('B11: at several destinations each copy has a follower of its own', async (context) => {
  needDisk(context);
  const source = hugeFile();
  const [one, other] = [join(healthyDisk().folder, 'to'), join(healthyDisk().folder, 'to')];
  const request = { ...requestFor([source], one, { verification: 'device' }), destinations: [one, other] };
  const { summary } = await runEngine(request, { lanePath: BUNDLES.lane });
  expect(summary).toMatchObject({ status: 'complete', grade: 'device', gradeReason: null });
  for (const to of [one, other]) expect(contentOf(join(to, 'huge'))).toEqual(contentOf(source));
});

test.for<{ how: string; choices: Partial<JobRequest>; grade: string }>([
  { how: 'three passes follow one another', choices: { useBufferReuse: false }, grade: 'device' },
  { how: 'reading through the cache', choices: { verification: 'readBack' }, grade: 'readBack' },
  { how: 'a source that may be kept as it is seen', choices: { onSourceChange: 'keepAsSeen' }, grade: 'device' },
])('it is proved when it is written: $how', async ({ choices, grade }, context) => {
  needDisk(context);
  const order = watchingOrder();
  const { summary, source, to } = await copyHere(order, choices);
  expect(summary).toMatchObject({ status: 'complete', grade });
  expect(contentOf(join(to, 'huge'))).toEqual(contentOf(source));
  expect(order.isFollowed).toBe(false);
});

test('files before, beside and behind huge ones have their proofs in the order of the plan', async (context) => {
  needDisk(context);
  const sizes = { '1 small': 5 * KiB, '2 huge': 65 * MiB, '3 small': 7, '4 large': 9 * MiB, '5 huge': 64 * MiB };
  const tree = makeFiles(join(memoryFolder(), 'tree'), sizes);
  const to = join(healthyDisk().folder, 'to');
  const request = requestFor([tree], to, FOLLOWED);
  const { summary, outcomes } = await runEngine(request, { lanePath: BUNDLES.lane });
  expect(summary).toMatchObject({ status: 'complete', grade: 'device', files: 5 });
  expect(outcomes.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(contentOf(join(to, 'tree'))).toEqual(contentOf(tree));
});

/** A source that waits in its middle, when more than a segment must have been written, until the test releases it. */
async function waitingSource(): Promise<{ source: string; waiting: FaultFs }> {
  const waiting = await faultFs();
  makeFiles(waiting.backing, { huge: SIZE });
  await waiting.setRules({ op: 'read', path: 'huge', from: 48 * MiB, times: 1, fault: { kind: 'hold' } });
  return { source: join(waiting.folder, 'huge'), waiting };
}

test('no byte is read back before a sync that came after its writing, and everything is synced once more at the end', async (context) => {
  needDisk(context, 'strace', 'fuse');
  const { source, waiting } = await waitingSource();
  const traces = scratchFolder();
  const under = tracing(traces, ['fsync', 'fdatasync', 'read', 'pread64']);
  const running = runBounded(copyingHuge(source, join(healthyDisk().folder, 'to')), { under });
  const ofCopy = () =>
    tracedThreads(traces)
      .map((calls) => calls.filter(({ path }) => path?.endsWith('/payload/huge')))
      .filter((calls) => calls.length > 0);
  await waiting.waitUntilHolding();
  await until('the first segment read back', () =>
    ofCopy()
      .flat()
      .some(({ name }) => name === 'pread64'),
  );
  await waiting.release();
  expect(jobSummary((await running).stdout)).toMatchObject({ status: 'complete', grade: 'device' });
  const [proofLane = [], ...others] = ofCopy();
  expect(others).toEqual([]);
  const syncs = proofLane.flatMap(({ name }) => (name.endsWith('sync') ? [name] : []));
  expect(syncs.slice(0, 1)).toEqual(['fdatasync']);
  expect(syncs.indexOf('fsync')).toBe(syncs.length - 1);
  const stretches = stretchesOf(proofLane);
  for (const { length } of stretches.slice(0, -1)) expect(length).toBeGreaterThanOrEqual(SEGMENT);
  const starts = stretches.map((_, index) => stretches.slice(0, index).reduce((sum, { length }) => sum + length, 0));
  expect(stretches.map(({ start }) => start)).toEqual(starts);
  expect(stretches.reduce((sum, { length }) => sum + length, 0)).toBe(SIZE);
});

/** What is read between one sync and the next. */
function stretchesOf(calls: readonly SystemCall[]): { start: number; length: number }[] {
  const stretches: { start: number; length: number }[] = [];
  for (const { name, text, result } of calls) {
    if (name !== 'pread64') stretches.push({ start: -1, length: 0 });
    const stretch = stretches.at(-1);
    if (name !== 'pread64' || stretch === undefined) continue;
    if (stretch.start < 0) stretch.start = Number(/, (\d+)$/.exec(text)?.[1]);
    stretch.length += result;
  }
  return stretches;
}

test.for([
  // Its writer is at most a ring ahead of what is written, and nothing is read back before a segment is.
  { where: 'its first segment', moment: reading(16 * MiB), place: 70_000 },
  // Of the last bytes nobody is told before the copy is whole; all before them may have been read back already.
  { where: 'its last segment', moment: ({ kind }: Call) => kind === 'file.truncate', place: SIZE - 50 },
])(
  'row 22: a bit that flips on the disk in $where is found and located, and the copy made once more',
  async ({ moment, place }, context) => {
    needDisk(context);
    const source = hugeFile();
    const { folder, image } = healthyDisk();
    const content = readFileSync(source);
    const flip = () => flipBit(image, placeIn(image, content.subarray(place - 70_000)) + 70_000);
    const request = requestFor([source], join(folder, 'to'), FOLLOWED);
    const fs = hookedFileSystem(at(moment, flip));
    const { summary, outcomes } = await runEngine(request, { fs, lanePath: BUNDLES.lane });
    expect(summary).toMatchObject({ status: 'complete', grade: 'device' });
    const difference = { first: place, last: place, blocks: 1 };
    expect(outcomes[0]?.file?.earlierMismatch).toMatchObject({ difference });
    expect(contentOf(join(folder, 'to', 'huge'))).toEqual(contentOf(source));
  },
);

test('row 7: a sync of a file that is being written fails: that is final, and writing ends there', async (context) => {
  needDisk(context, 'strace', 'fuse');
  const { source, waiting } = await waitingSource();
  const log = join(scratchFolder(), 'log');
  const to = join(healthyDisk().folder, 'to');
  const running = runBounded(copyingHuge(source, to), { under: injecting('fdatasync', 'error=EIO:when=1', log) });
  await until('the sync that fails', () => existsSync(log) && readFileSync(log, 'utf8').includes('EIO'));
  // Whether or not the source has been read so far by then.
  await waiting.setRules();
  await waiting.release();
  const { status, failures } = jobSummary((await running).stdout);
  expect({ status, failures }).toMatchObject({ status: 'failed', failures: [{ code: 'writeError' }] });
  expect(readFileSync(log, 'utf8').match(/fdatasync\(/g)).toHaveLength(1);
  expect(finalNames(to)).toEqual([]);
});

test('a disk that cannot be read: the file has not arrived, and the job stops with the place', async (context) => {
  needDisk(context, 'fuse');
  const { folder, faults } = await faultyDisk();
  await faults.setRules({ op: 'read', path: IMAGE, minLength: 128 * KiB, fault: { kind: 'error', code: 'EIO' } });
  const result = await runBounded(copyingHuge(hugeFile(), join(folder, 'to')));
  const { status, failures } = jobSummary(result.stdout);
  expect({ status, failures }).toMatchObject({ status: 'failed', failures: [{ code: 'readError', offset: 0 }] });
  expect(finalNames(join(folder, 'to'))).toEqual([]);
});

test('a write that fails in the middle ends the following, and the failure is told as without it', async (context) => {
  needDisk(context, 'strace');
  const to = join(healthyDisk().folder, 'to');
  const under = injecting('pwrite64', 'error=EIO:when=16');
  const result = await runBounded(copyingHuge(hugeFile(), to), { under });
  const { status, failures } = jobSummary(result.stdout);
  expect({ status, failures }).toMatchObject({ status: 'failed', failures: [{ code: 'writeError' }] });
  expect(finalNames(to)).toEqual([]);
});

test.for([0, 40 * MiB, 69 * MiB])(
  'E9: cancelled at byte %i: nothing is published, nothing hangs',
  async (position, context) => {
    needDisk(context);
    const shared = new SharedState();
    const cancel = at(reading(position), () => shared.setControl('cancelKeep'));
    const { summary, to } = await copyHere(cancel, {}, shared);
    expect(summary).toMatchObject({ status: 'cancelled' });
    expect(finalNames(to)).toEqual([]);
  },
);

test('E15: a source that changes while it is followed fails alone, and nothing of it is left', async (context) => {
  needDisk(context);
  const tree = makeFiles(join(memoryFolder(), 'tree'), { huge: SIZE, next: 10 });
  const to = join(healthyDisk().folder, 'to');
  const change = at(reading(40 * MiB), () => writeFileSync(join(tree, 'huge'), 'more', { flag: 'a' }));
  const request = requestFor([tree], to, FOLLOWED);
  const { summary } = await runEngine(request, { fs: hookedFileSystem(change), lanePath: BUNDLES.lane });
  expect(summary).toMatchObject({
    status: 'incomplete',
    failures: [{ code: 'sourceChanged', path: join(tree, 'huge') }],
  });
  expect(readdirSync(join(to, 'tree (INCOMPLETE)'))).toEqual(['next']);
});

test.for([
  { lane: 'write lane', index: 0 },
  { lane: 'proof lane', index: 1 },
])(
  'invariant 4: a $lane that ends at the start, in the middle or before the end of a huge file',
  async ({ index }, context) => {
    needDisk(context);
    const threads = startedThreads();
    // Both are started before the source is read, the one that writes first; those of the runs before have ended.
    const lane = () => threads.filter(({ threadId }) => threadId >= 0)[index];
    for (const position of [0, 40 * MiB, 70 * MiB]) {
      const { summary, to } = await copyHere(at(reading(position), () => void lane()?.terminate()));
      expect(summary, String(position)).toMatchObject({ status: 'failed', failures: [{ code: 'engineCrashed' }] });
      expect(finalNames(to)).toEqual([]);
    }
  },
);
