import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isWithin } from '../../src/engine/fs/names';
import type { FailureCode } from '../../src/engine/model/failure/failure';
import { failureText } from '../../src/engine/model/failure/failureText';
import type { JobSummary } from '../../src/engine/model/result/summary';
import { type Hooks, hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { makeTree, sparse } from '../support/tree';
import { readTree } from '../support/treeDifferences';

/** What every failure in preflight has in common. */
function expectRefused(summary: JobSummary, code: FailureCode, paths: readonly (string | undefined)[]): void {
  expect(summary).toMatchObject({
    status: 'failed',
    files: 0,
    bytes: 0,
    grade: null,
    recordsDir: null,
    stagingDir: null,
  });
  expect(summary.failures.map((failure) => [failure.code, failure.path])).toEqual(paths.map((path) => [code, path]));
  expect(summary.failureCount).toBe(paths.length);
  for (const failure of summary.failures) expect(failureText(failure).length).toBeGreaterThan(40);
}

test('B5: nothing to copy is refused, and the destination is not made', async () => {
  const root = scratchFolder();
  const { summary } = await runEngine(requestFor([], join(root, 'out')));
  expectRefused(summary, 'nothingToCopy', [undefined]);
  expect(readdirSync(root)).toEqual([]);
});

test('B5: every missing source is named, and the destination is not made', async () => {
  const root = scratchFolder();
  writeFileSync(join(root, 'there'), 'x');
  const sources = ['missing', 'there', 'no/such/folder', 'there/below a file'].map((name) => join(root, name));
  const { summary } = await runEngine(requestFor(sources, join(root, 'a', 'b')));
  expect(summary.status).toBe('failed');
  expect(summary.failures.map(({ path }) => path)).toEqual([sources[0], sources[2], sources[3]]);
  expect(summary.failures.slice(0, 2).map(({ code }) => code)).toEqual(['notFound', 'notFound']);
  expect(readdirSync(root)).toEqual(['there']);
});

test('B5: two sources with the same last name are refused', async () => {
  const root = scratchFolder();
  makeTree(root, { one: { same: 'x' }, two: { same: 'y' } });
  const { summary } = await runEngine(requestFor([join(root, 'one/same'), join(root, 'two/same')], join(root, 'out')));
  expectRefused(summary, 'nameCollision', [join(root, 'two/same')]);
  expect(summary.failures[0]?.args).toMatchObject({ other: join(root, 'one/same') });
  expect(existsSync(join(root, 'out'))).toBe(false);
});

test('B5: the same source given twice, in two spellings, is one source', async () => {
  const root = scratchFolder();
  makeTree(root, { d: { a: 'x' } });
  const sources = [join(root, 'd'), `${root}/d/`, `${root}/d/../d`, `${root}//d/.`];
  const { summary } = await runEngine(requestFor(sources, join(root, 'out')));
  expect(summary).toMatchObject({ status: 'complete', items: { planned: 2 } });
});

test('B5: the root of a file system has no name, so it cannot be copied', async () => {
  const root = scratchFolder();
  const { summary } = await runEngine(requestFor(['/'], join(root, 'out')));
  expectRefused(summary, 'nameNotAllowed', ['/']);
});

test.each(['out', 'out/below'])('B5: a destination where a file stands in the way is refused (%s)', async (name) => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' }, out: 'a file' });
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, name)));
  expectRefused(summary, 'destinationNotFolder', [join(root, name)]);
  expect(readTree(root).get('out')?.bytes.toString()).toBe('a file');
});

test('B5: a missing destination is made with its parents, and has the mode that any new folder has', async () => {
  const root = scratchFolder();
  makeTree(root, { a: 'x', plain: {} });
  const { summary } = await runEngine(requestFor([join(root, 'a')], join(root, 'x', 'y', 'z')));
  expect(summary.status).toBe('complete');
  const tree = readTree(root);
  expect(tree.get('x/y/z/a')?.bytes.toString()).toBe('x');
  expect(tree.get('x/y')?.mode).toBe(tree.get('plain')?.mode);
  expect(tree.get('x/y/z')?.mode).toBe(tree.get('plain')?.mode);
});

test.each([
  ['the source itself', 'source'],
  ['a folder in it', 'source/d'],
  ['a folder in it that is still to be made', 'source/d/new/newer'],
  ['through a symbolic link', 'alias/d'],
  ['through a symbolic link, still to be made', 'alias/new'],
])('B5: a destination inside the source is refused: %s', async (_, destination) => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x', d: {} } });
  symlinkSync('source', join(root, 'alias'));
  const before = readTree(root);
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, destination)));
  expectRefused(summary, 'destinationInsideSource', [join(root, destination)]);
  expect(readTree(root)).toEqual(before);
});

test('B5: a destination inside a folder deep in the source is refused when the plan meets it', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { deep: { destination: {} } }, elsewhere: {} });
  const destination = join(root, 'source', 'deep', 'destination');
  // As a bind mount would hide it: no path and no ancestor says that the destination lies in the source.
  const fs = hookedFileSystem({
    answer: ({ kind, path }, result) =>
      kind === 'folder.find' && path === join(root, 'source') ? { ...Object(result), ino: 1n } : result,
  });
  const before = readTree(join(root, 'source'));
  const { summary } = await runEngine(requestFor([join(root, 'source')], destination), { fs });
  expectRefused(summary, 'destinationInsideSource', [join(root, 'source', 'deep')]);
  expect([...readTree(join(root, 'source')).keys()]).toEqual([...before.keys()]);
});

test('B5: a source inside the destination is fine', async () => {
  const root = scratchFolder();
  makeTree(root, { in: { source: { a: 'x' } } });
  const { summary } = await runEngine(requestFor([join(root, 'in', 'source')], root));
  expect(summary.status).toBe('complete');
  expect(readTree(root).get('source/a')?.bytes.toString()).toBe('x');
});

const FULL: Readonly<Record<string, { facts: object; size: number; code: FailureCode }>> = {
  'too few bytes': { facts: { availableBytes: 10_000 }, size: 20_000, code: 'noSpace' },
  'too few inodes': { facts: { availableFiles: 1 }, size: 10, code: 'noSpace' },
};

test.each(Object.entries(FULL))(
  'B5: a destination without enough room is refused: %s',
  async (_, { facts, size, code }) => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'x'.repeat(size) }, out: {} });
    const fs = hookedFileSystem({ answer: factsOf(facts) });
    const { summary, phases } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
    expect(summary).toMatchObject({
      status: 'failed',
      failures: [{ code, path: join(root, 'out') }],
      stagingDir: null,
    });
    expect(failureText(summary.failures[0] ?? { code })).toMatch(/needs .* free|no free inodes/);
    expect(phases).toEqual(['planning']);
    expect(readdirSync(join(root, 'out'))).toEqual([]);
  },
);

test('B5: holes need no room', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: sparse(50_000_000, { 0: 'x' }) } });
  const fs = hookedFileSystem({ answer: factsOf({ availableBytes: 1_000_000 }) });
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
  expect(summary.status).toBe('complete');
});

test('B5: a folder that was made for a refused job is removed again, what was there stays', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x'.repeat(100_000) }, there: {} });
  const fs = hookedFileSystem({ answer: factsOf({ availableBytes: 1 }) });
  await runEngine(requestFor([join(root, 'source')], join(root, 'there', 'new', 'newer')), { fs });
  expect(readdirSync(root).sort()).toEqual(['source', 'there']);
  expect(readdirSync(join(root, 'there'))).toEqual([]);
});

test('R1: a source that is named like the folder of the records is refused, unless there are none', async () => {
  const root = scratchFolder();
  makeTree(root, { 'evidence-records': { a: 'x' } });
  const sources = [join(root, 'evidence-records')];
  const { summary } = await runEngine(requestFor(sources, join(root, 'out')));
  expectRefused(summary, 'nameCollision', sources);
  const without = await runEngine(requestFor(sources, join(root, 'out'), { records: { write: false } }));
  expect(without.summary.status).toBe('complete');
});

test('E16: a source mounted read-write is noted', async () => {
  const root = scratchFolder();
  makeTree(root, { a: 'x' });
  const { summary } = await runEngine(requestFor([join(root, 'a')], join(root, 'out')));
  expect(summary.notices.join()).toMatch(/mounted read-write: use a write blocker/);
});

test('E9: a foreign staging folder is left alone', async () => {
  const root = scratchFolder();
  makeTree(root, { a: 'x', out: { 'INCOMPLETE-deadbeef': { payload: { theirs: 'y' } } } });
  const { summary } = await runEngine(requestFor([join(root, 'a')], join(root, 'out')));
  expect(summary.status).toBe('complete');
  expect(readTree(join(root, 'out')).get('INCOMPLETE-deadbeef/payload/theirs')?.bytes.toString()).toBe('y');
});

test('invariant 2: nothing of the source is ever opened for writing, made, renamed or removed', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x', d: { y: 'y' } } });
  mkdirSync(join(root, 'out'));
  const writing = /^(folder\.(create|make|add|move|remove|set)\w*|file\.(write|truncate|set\w+))$/;
  const calls: string[] = [];
  const fs = hookedFileSystem({
    before: ({ kind, path }) => {
      if (writing.test(kind) && isWithin(path, join(root, 'source'))) calls.push(`${kind} ${path}`);
    },
  });
  for (const useBufferReuse of [true, false]) {
    const request = requestFor([join(root, 'source')], join(root, `out ${useBufferReuse}`), { useBufferReuse });
    expect((await runEngine(request, { fs })).summary.status).toBe('complete');
  }
  expect(calls).toEqual([]);
});

function factsOf(facts: object): NonNullable<Hooks['answer']> {
  return ({ kind }, result) => (kind === 'folder.facts' ? { ...Object(result), ...facts } : result);
}
