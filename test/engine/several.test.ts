import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { audit } from '../support/audit';
import { BUNDLES } from '../support/bundles';
import { type Call, failing, type Hooks, hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { makeTree, sparse, type TreeLiteral } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

// B11: several destinations of one job.

const MiB = 1024 * 1024;

const SOURCE: TreeLiteral = {
  small: 'a few bytes',
  empty: '',
  large: Buffer.alloc(11 * MiB + 5, 'evidence'),
  sparse: sparse(3 * MiB, { 1000000: 'x' }),
  folder: { inside: 'y', another: 'z' },
};
const FILES_WITH_CONTENT = 5;

/** A source, the folders to copy it to, and a request for that. */
function prepared(names: readonly string[], choices: Partial<JobRequest> = {}, source = SOURCE) {
  const root = scratchFolder();
  makeTree(root, { source });
  const destinations = names.map((name) => join(root, name));
  const request = requestFor([join(root, 'source')], '', { destinations, ...choices });
  const differences = (name: string) => treeDifferences(join(root, 'source'), join(root, name, 'source'));
  return { root, destinations, request, differences };
}

/** How many bytes were read of the sources, with the hooks of a test beside that. */
function countingReads(root: string, also: Hooks = {}) {
  const counted = { bytes: 0 };
  const fs = hookedFileSystem({
    ...also,
    after: (call, result) => {
      if (call.kind === 'file.read' && call.path.startsWith(join(root, 'source'))) counted.bytes += Number(result);
    },
  });
  return { counted, fs };
}

const PLANNED_BYTES = 11 + 11 * MiB + 5 + 3 * MiB + 2;

describe.each([
  ['on the thread that reads', {}],
  ['by lanes', { lanePath: BUNDLES.lane }],
])('B11: a tree that goes to three destinations, written %s', (_, lanes) => {
  test('is read once, and each destination has all of it, its own records, and an audit that passes', async () => {
    const { root, destinations, request, differences } = prepared(['a', 'b', 'c/deep']);
    const { counted, fs } = countingReads(root);
    const { summary, outcomes, phases } = await runEngine(request, { fs, ...lanes });
    expect(summary).toMatchObject({ status: 'complete', grade: 'readBack', stagingDir: null, failureCount: 0 });
    expect(summary.destinations).toMatchObject(destinations.map((path) => ({ path, status: 'complete' })));
    expect(counted.bytes).toBe(PLANNED_BYTES);
    const reads = FILES_WITH_CONTENT;
    expect(summary).toMatchObject({ sourceReads: reads, destinationReads: 3 * reads, readsSaved: 5 * reads });
    for (const name of ['a', 'b', 'c/deep']) {
      expect(differences(name)).toEqual([]);
      expect((await audit(join(root, name))).status).toBe('passed');
    }
    for (const path of destinations) {
      expect(outcomes.filter(({ to }) => to === path)).toHaveLength(summary.items.planned);
    }
    expect(phases).toEqual(['planning', 'copying', 'validating', 'publishing', 'recording']);
  });

  test('by the three-pass method is read twice', async () => {
    const { root, request, differences } = prepared(['a', 'b'], { useBufferReuse: false });
    const { counted, fs } = countingReads(root);
    const { summary } = await runEngine(request, { fs, ...lanes });
    expect(summary).toMatchObject({ status: 'complete', sourceReads: 2 * FILES_WITH_CONTENT });
    expect(counted.bytes).toBe(2 * PLANNED_BYTES);
    expect([...differences('a'), ...differences('b')]).toEqual([]);
  });
});

test.each([0, 1, 2])(
  'B11: of three destinations number %i cannot be written: the others are complete',
  async (broken) => {
    const { root, destinations, request, differences } = prepared(['a', 'b', 'c']);
    const bad = destinations[broken] ?? '';
    const isBad = ({ kind, path, args }: Call) =>
      kind === 'file.write' && path.startsWith(bad) && path.endsWith('large') && Number(args.at(-1)) >= 3 * MiB;
    const { counted, fs } = countingReads(root, failing('ENOSPC', isBad));
    const { summary } = await runEngine(request, { fs });
    expect(summary.status).toBe('failed');
    expect(summary.failures).toMatchObject([{ code: 'noSpace' }]);
    expect(summary.destinations).toMatchObject(
      destinations.map((path, index) =>
        index === broken ? { path, status: 'failed', failure: { code: 'noSpace' } } : { path, status: 'complete' },
      ),
    );
    // What was to be read was read once all the same.
    expect(counted.bytes).toBe(PLANNED_BYTES);
    for (const name of ['a', 'b', 'c'].filter((_, index) => index !== broken)) expect(differences(name)).toEqual([]);
    expect(readdirSync(bad).filter((name) => !name.startsWith('INCOMPLETE-'))).toEqual([]);

    const again = { jobId: summary.jobId, attempt: 2, continues: true } as const;
    const second = await runEngine(request, { again });
    expect(second.summary).toMatchObject({ status: 'complete', attempt: 2, stagingDir: null });
    expect(second.outcomes.every(({ to }) => to === bad)).toBe(true);
    for (const name of ['a', 'b', 'c']) expect(differences(name)).toEqual([]);
  },
);

test('B11: a destination that cannot be begun keeps no other from being complete, and is begun by the next attempt', async () => {
  const { destinations, request, differences } = prepared(['a', 'b']);
  const [, taken = ''] = destinations;
  mkdirSync(taken);
  makeTree(taken, { source: 'something else' });
  const { summary } = await runEngine(request);
  expect(summary.destinations).toMatchObject([
    { status: 'complete' },
    { status: 'failed', failure: { code: 'destinationExists' }, stagingDir: null, recordsDir: null },
  ]);
  rmSync(join(taken, 'source'));
  const again = { jobId: summary.jobId, attempt: 2, continues: true as const, beginsAt: [taken] };
  const second = await runEngine(request, { again });
  expect(second.summary).toMatchObject({ status: 'complete', destinations: [{}, { status: 'complete' }] });
  expect([...differences('a'), ...differences('b')]).toEqual([]);
});

test('B11: what only one destination needs is read for it alone', async () => {
  const { root, destinations, request, differences } = prepared(['a', 'b'], { conflict: 'skipIdentical' });
  mkdirSync(destinations[1] ?? '');
  makeTree(destinations[1] ?? '', { source: { small: 'a few bytes', folder: { inside: 'y' } } });
  const { counted, fs } = countingReads(root);
  const { summary } = await runEngine(request, { fs });
  expect(summary).toMatchObject({ status: 'complete' });
  // Read for the comparison at one destination, and for the copy at the other one.
  expect(counted.bytes).toBe(PLANNED_BYTES + 11 + 1);
  expect(differences('a')).toEqual([]);
  // What was there already keeps its own times.
  expect(differences('b').filter((difference) => !difference.includes('mtime'))).toEqual([]);
});

test('B11: a source that cannot be read fails at each destination, and what is readable of it is kept at each', async () => {
  const { root, request } = prepared(['a', 'b'], { onReadError: 'keepReadable' });
  const isBad = ({ kind, path, args }: Call) =>
    kind === 'file.read' && path === join(root, 'source', 'large') && coversByte(args, 5 * MiB);
  const { summary, outcomes } = await runEngine(request, { fs: hookedFileSystem(failing('EIO', isBad)) });
  expect(summary.destinations).toMatchObject([{ status: 'incomplete' }, { status: 'incomplete' }]);
  const kept = outcomes.flatMap((outcome) => outcome.kept ?? []);
  expect(kept.map(({ unreadable }) => unreadable)).toEqual([
    [{ offset: 5 * MiB, length: 512 }],
    [{ offset: 5 * MiB, length: 512 }],
  ]);
});

test('B11: a job that is cancelled ends at all destinations, and goes on at all of them', async () => {
  const { root, request, differences } = prepared(['a', 'b']);
  const shared = new SharedState(SharedState.allocate(2));
  const fs = hookedFileSystem({
    before: ({ kind, path }) => {
      if (kind === 'file.read' && path === join(root, 'source', 'large')) shared.setControl('cancelKeep');
    },
  });
  const { summary } = await runEngine(request, { fs, shared });
  expect(summary.sourceReads).toBeGreaterThanOrEqual(0);
  expect(summary).toMatchObject({
    status: 'cancelled',
    destinations: [{ status: 'cancelled' }, { status: 'cancelled' }],
  });
  const again = { jobId: summary.jobId, attempt: 2, continues: true } as const;
  expect((await runEngine(request, { again })).summary.status).toBe('complete');
  expect([...differences('a'), ...differences('b')]).toEqual([]);
});

test('B11: an attempt at one destination alone goes on with what is there', async () => {
  const { root, destinations, request, differences } = prepared(['a', 'b']);
  const fs = hookedFileSystem(failing('EIO', ({ kind, path }) => kind === 'file.sync' && path.endsWith('large')));
  const { summary } = await runEngine(request, { fs });
  expect(summary.destinations).toMatchObject([{ status: 'failed' }, { status: 'failed' }]);
  const alone = { ...request, destinations: destinations.slice(1) };
  const again = { jobId: summary.jobId, attempt: 2, continues: true } as const;
  expect((await runEngine(alone, { again })).summary).toMatchObject({ status: 'complete' });
  expect(differences('b')).toEqual([]);
  expect(readdirSync(join(root, 'a'))).toEqual([expect.stringMatching(/^INCOMPLETE-/)]);
});

test.each([
  ['the same folder', 'a', 'a'],
  ['the same folder, by a link', 'a', 'linked'],
  ['one inside the other', 'a/b/c', 'a'],
  ['one inside the other, by a link', 'linked/c', 'a'],
])('B11: destinations that are %s are refused, and nothing is written', async (_, one, other) => {
  const { root, request } = prepared([]);
  mkdirSync(join(root, 'a'));
  symlinkSync('a', join(root, 'linked'));
  const { summary } = await runEngine({ ...request, destinations: [`${root}/${one}`, `${root}/${other}`] });
  expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'destinationsOverlap' }], stagingDir: null });
  expect(readdirSync(join(root, 'a'))).toEqual([]);
});

/** Whether a read of the port (buffer, length, position) asks for a byte. */
function coversByte([, length, position]: readonly unknown[], byte: number): boolean {
  return Number(position) <= byte && byte < Number(position) + Number(length);
}
