import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { type Call, failing, hookedFileSystem } from '../support/hookedFileSystem';
import { asOrdinaryUser, giveToOrdinaryUser } from '../support/ordinaryUser';
import { type EngineRun, requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { file, folder, makeTree, type TreeLiteral } from '../support/tree';
import { readTree, treeDifferences } from '../support/treeDifferences';

const MiB = 1024 * 1024;

function failures({ outcomes }: EngineRun): [string, string | undefined][] {
  return outcomes.filter(({ outcome }) => outcome === 'failed').map(({ path, failure }) => [path, failure?.code]);
}

/** Copies `source` of a new folder; reading of names that contain `bad` fails. */
async function copyWithBadReads(source: TreeLiteral, choices: Partial<JobRequest> = {}, code = 'EIO') {
  const root = scratchFolder();
  makeTree(root, { source });
  const isBad = ({ kind, path, args }: Call) =>
    kind === 'file.read' && path.startsWith(join(root, 'source')) && /bad/.test(path) && Number(args[2]) > 0;
  const fs = hookedFileSystem(failing(code, isBad));
  const run = await runEngine(requestFor([join(root, 'source')], join(root, 'out'), choices), { fs });
  return { root, run };
}

describe('B7: a folder with files that may not be read, copied by an ordinary user', () => {
  test('is published as INCOMPLETE with all that could be read, and nothing under its own name', async () => {
    const root = scratchFolder();
    makeTree(root, {
      source: { good: 'x', secret: file('y', { mode: 0o000 }), d: folder({ z: 'z' }, { mode: 0o000 }) },
    });
    mkdirSync(join(root, 'out'));
    giveToOrdinaryUser(root);
    const run = await asOrdinaryUser(() => runEngine(requestFor([join(root, 'source')], join(root, 'out'))));
    expect(run.summary).toMatchObject({ status: 'incomplete', stagingDir: null, items: { copied: 2, failed: 2 } });
    expect(failures(run)).toEqual([
      ['source/secret', 'permissionDenied'],
      ['source/d', 'permissionDenied'],
    ]);
    expect(readdirSync(join(root, 'out')).sort()).toEqual(['evidence-records', 'source (INCOMPLETE)']);
    expect(readdirSync(join(root, 'out', 'source (INCOMPLETE)'))).toEqual(['good']);
  });

  test('a single file that may not be read publishes nothing', async () => {
    const root = scratchFolder();
    makeTree(root, { secret: file('y', { mode: 0o000 }), other: 'x', out: {} });
    giveToOrdinaryUser(root);
    const sources = [join(root, 'secret'), join(root, 'other')];
    const run = await asOrdinaryUser(() =>
      runEngine(requestFor(sources, join(root, 'out'), { records: { write: false } })),
    );
    expect(run.summary.status).toBe('incomplete');
    expect(failures(run)).toEqual([['secret', 'permissionDenied']]);
    expect(readdirSync(join(root, 'out'))).toEqual(['other']);
  });

  test('a destination that may not be written to is permissionDenied, and nothing is there', async () => {
    const root = scratchFolder();
    makeTree(root, { a: 'x', out: {} });
    giveToOrdinaryUser(root);
    chmodSync(join(root, 'out'), 0o555);
    const { summary } = await asOrdinaryUser(() => runEngine(requestFor([join(root, 'a')], join(root, 'out'))));
    expect(summary).toMatchObject({
      status: 'failed',
      failures: [{ code: 'permissionDenied', path: join(root, 'out') }],
      stagingDir: null,
    });
    expect(summary.failures[0]?.args).toMatchObject({ side: 'destination' });
    expect(readdirSync(join(root, 'out'))).toEqual([]);
  });
});

describe.each([{ useBufferReuse: true }, { useBufferReuse: false }])('a read error in mid-file with %j', (choices) => {
  test('fails that file with its offset, leaves none of its bytes, and copies all others (B7, E12)', async () => {
    const content = Buffer.alloc(3 * MiB, 'evidence');
    const source = { 'a good': 'x', 'b bad': content, c: { 'c bad': content, 'd good': content }, e: 'e' };
    const { root, run } = await copyWithBadReads(source, { ...choices, bufferSizeKB: 64 });
    expect(run.summary).toMatchObject({ status: 'incomplete', failureCount: 2, grade: 'readBack' });
    expect(failures(run)).toEqual([
      ['source/b bad', 'readError'],
      ['source/c/c bad', 'readError'],
    ]);
    const failure = run.outcomes.find(({ path }) => path === 'source/b bad')?.failure;
    expect(failure).toMatchObject({ path: join(root, 'source', 'b bad'), offset: 64 * 1024 });
    expect(failure?.cause).toMatch(/EIO/);
    const differences = treeDifferences(join(root, 'source'), join(root, 'out', 'source (INCOMPLETE)'));
    expect(differences).toEqual(['b bad: missing', 'c/c bad: missing']);
    expect(readdirSync(join(root, 'out'))).not.toContain('source');
  });

  test('with `stop` ends the job: what follows is not begun, and nothing has a final name', async () => {
    const source = { bad: Buffer.alloc(2 * MiB, 'x'), z: { later: 'y' } };
    const { root, run } = await copyWithBadReads(source, { ...choices, onItemError: 'stop', bufferSizeKB: 64 });
    expect(run.summary.status).toBe('failed');
    expect(failures(run)).toEqual([
      ['source', 'jobStopped'],
      ['source/bad', 'readError'],
      ['source/z', 'jobStopped'],
      ['source/z/later', 'jobStopped'],
    ]);
    expect(readdirSync(join(root, 'out'))).toEqual([run.summary.stagingDir?.split('/').at(-1)]);
  });
});

test('E12: the failure that stopped a job stands in its summary once', async () => {
  const { run } = await copyWithBadReads({ bad: Buffer.alloc(2 * MiB, 'x') }, { onItemError: 'stop' });
  expect(run.summary.failures.map(({ code }) => code)).toEqual(['readError']);
  expect(run.summary.failureCount).toBe(1);
});

test.each([
  ['EIO', 'readError'],
  ['ENXIO', 'deviceGone'],
  ['ESTALE', 'deviceGone'],
  ['EUCLEAN', 'fileSystemDamaged'],
  ['EACCES', 'permissionDenied'],
])('E12: a source that answers %s fails as %s', async (code, expected) => {
  const { run } = await copyWithBadReads({ bad: Buffer.alloc(2 * MiB, 'x') }, {}, code);
  expect(failures(run)).toEqual([['source/bad', expected]]);
});

test.each([
  ['ENOSPC', 'noSpace'],
  ['EDQUOT', 'noSpace'],
  ['EROFS', 'readOnly'],
  ['EIO', 'writeError'],
  ['ENODEV', 'deviceGone'],
  ['EFBIG', 'fileTooLarge'],
])(
  'B7, E12: a destination that answers %s to a write stops the job as %s, and nothing is published',
  async (code, expected) => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'first', b: Buffer.alloc(2 * MiB, 'x'), c: { d: 'last' } } });
    const fs = hookedFileSystem(
      failing(code, ({ kind, path, args }) => kind === 'file.write' && /payload/.test(path) && Number(args[3]) >= MiB),
    );
    const run = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
    expect(run.summary.status).toBe('failed');
    expect(run.summary.failures[0]).toMatchObject({ code: expected, offset: MiB });
    expect(run.outcomes.map(({ outcome }) => outcome)).toEqual(Array(5).fill('failed'));
    expect(readdirSync(join(root, 'out'))).toEqual([run.summary.stagingDir?.split('/').at(-1)]);
    const staged = readTree(run.summary.stagingDir ?? '');
    expect(staged.has('payload/source/b')).toBe(false);
  },
);

test('invariant 1: a copy that reads back differently fails as hashMismatch and is not published', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'evidence', b: Buffer.alloc(2 * MiB, 'x') } });
  const fs = hookedFileSystem({
    after: ({ kind, path, args }) => {
      const buffer = args[0];
      if (kind === 'file.read' && /payload\/source\/b/.test(path) && buffer instanceof Uint8Array) buffer[77] = 0;
    },
  });
  const run = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
  expect(failures(run)).toEqual([['source/b', 'hashMismatch']]);
  expect(run.summary.status).not.toBe('complete');
  expect(readTree(join(root, 'out')).has('source (INCOMPLETE)/b')).toBe(false);
  expect(readTree(join(root, 'out')).has('source/b')).toBe(false);
});
