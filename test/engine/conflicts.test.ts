import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copyOnto, textOf } from '../support/copyOnto';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { link, makeTree } from '../support/tree';
import { readTree } from '../support/treeDifferences';

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

describe('E6: `fail`', () => {
  test('lists every existing top-level name and touches nothing', async () => {
    const { root, run, before, after } = await copyOnto(
      { a: 'new', b: { x: 'new' }, c: 'new', d: link('new') },
      { a: 'old', b: { y: 'old' }, d: 'old', other: 'old' },
      'fail',
    );
    expect(run.summary.status).toBe('failed');
    expect(run.summary.failures.map(({ code, path }) => [code, path])).toEqual([
      ['destinationExists', join(root, 'out', 'a')],
      ['destinationExists', join(root, 'out', 'b')],
      ['destinationExists', join(root, 'out', 'd')],
    ]);
    expect(after).toEqual(before);
    expect(run.outcomes).toEqual([]);
  });

  test('a dangling link is an existing name too', async () => {
    const { run, before, after } = await copyOnto({ a: 'new' }, { a: link('nowhere') }, 'fail');
    expect(run.summary.failures).toMatchObject([{ code: 'destinationExists' }]);
    expect(after).toEqual(before);
  });

  test('a second copy of the same is refused and the first stays as it was', async () => {
    const { root, after: first } = await copyOnto({ a: 'x', b: { y: 'y' } }, {}, 'fail');
    const again = await runEngine(
      requestFor([join(root, 'source', 'a'), join(root, 'source', 'b')], join(root, 'out')),
    );
    expect(again.summary).toMatchObject({ status: 'failed', failureCount: 2, recordsDir: null, stagingDir: null });
    expect(readTree(join(root, 'out'))).toEqual(first);
  });
});

describe('E6: `skipIdentical`', () => {
  test('skips what is equal after reading both sides, copies what is new, refuses what differs', async () => {
    const { run, before, after, of } = await copyOnto(
      { same: 'equal', longer: 'other content', sized: 'AAAA', fresh: 'new', link: link('x'), turned: link('x') },
      { same: 'equal', longer: 'other', sized: 'BBBB', link: link('x'), turned: link('y') },
      'skipIdentical',
    );
    expect(run.summary).toMatchObject({ status: 'incomplete', stagingDir: null });
    expect(['same', 'longer', 'sized', 'fresh', 'link', 'turned'].map(of)).toEqual([
      'skipped',
      'failed destinationExists',
      'failed destinationExists',
      'copied',
      'skipped',
      'failed destinationExists',
    ]);
    expect(textOf(after, 'fresh')).toBe('new');
    for (const name of ['same', 'longer', 'sized', 'link', 'turned']) expect(after.get(name)).toEqual(before.get(name));
    const skipped = run.outcomes.find(({ path }) => path === 'same');
    expect(skipped).toMatchObject({
      reason: 'identical',
      file: {
        sourceReads: 1,
        destinationReads: 1,
        sourceDigests: { sha256: sha256('equal') },
        destinationDigests: { sha256: sha256('equal') },
      },
    });
  });

  test('everything identical is complete, and nothing was written', async () => {
    const tree = { d: { a: 'a', e: { b: 'b' }, l: link('a') } };
    const { run, before, after } = await copyOnto(tree, tree, 'skipIdentical');
    expect(run.summary).toMatchObject({ status: 'complete', items: { planned: 5, skipped: 5, failed: 0 }, bytes: 0 });
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    for (const [path, item] of before) if (path !== '') expect(after.get(path)).toEqual(item);
  });

  test('a folder is not a file and a file is not a folder', async () => {
    const { run, before, after, of } = await copyOnto(
      { a: 'file', b: { x: 'x' }, c: link('x') },
      { a: { y: 'y' }, b: 'file', c: 'file' },
      'skipIdentical',
    );
    expect(run.summary.status).toBe('incomplete');
    expect(['a', 'b', 'b/x', 'c'].map(of)).toEqual(Array(4).fill('failed destinationExists'));
    for (const [path, item] of before) if (path !== '') expect(after.get(path)).toEqual(item);
    expect(after.size).toBe(before.size);
  });
});

describe('E6: `rename`', () => {
  test('gives files a number before their extension, folders at their end, and touches nothing', async () => {
    const { run, before, after, of } = await copyOnto(
      { 'a.tar.gz': 'new', b: 'new', '.hidden': 'new', 'folder.d': 'new' },
      { 'a.tar.gz': 'old', b: 'old', 'b (2)': 'old', '.hidden': 'old', 'folder.d': { x: 'old' } },
      'rename',
    );
    expect(run.summary.status).toBe('complete');
    for (const [path, item] of before) if (path !== '') expect(after.get(path)).toEqual(item);
    expect(['a.tar (2).gz', 'b (3)', '.hidden (2)', 'folder (2).d'].map((path) => textOf(after, path))).toEqual(
      Array(4).fill('new'),
    );
    expect(of('b')).toBe('copied');
    expect(run.outcomes.find(({ path }) => path === 'b')?.destination).toMatch(/\/out\/b \(3\)$/);
  });

  test.each([
    ['the renamed first', ['a.txt', 'a (2).txt']],
    ['the renamed last', ['a (2).txt', 'a.txt']],
  ])('a planned `a (2).txt` beside a renamed `a.txt` is not lost: %s', async (_, order) => {
    const source = Object.fromEntries(order.map((name) => [name, `new ${name}`]));
    const { run, after } = await copyOnto(source, { 'a.txt': 'old' }, 'rename');
    expect(run.summary).toMatchObject({ status: 'complete', files: 2 });
    const contents = [...after.values()].filter(({ kind }) => kind === 'file').map(({ bytes }) => bytes.toString());
    expect(contents.sort()).toEqual(['new a (2).txt', 'new a.txt', 'old']);
    expect(textOf(after, 'a.txt')).toBe('old');
  });

  test('a planned folder `a (2)` beside a folder `a` that must be renamed is not lost', async () => {
    const { run, after } = await copyOnto({ a: { x: 'one' }, 'a (2)': { x: 'two' } }, { a: 'old' }, 'rename');
    expect(run.summary).toMatchObject({ status: 'complete', files: 2 });
    const contents = [...after.values()].filter(({ kind }) => kind === 'file').map(({ bytes }) => bytes.toString());
    expect(contents.sort()).toEqual(['old', 'one', 'two']);
  });

  test('folders are merged and files in them renamed', async () => {
    const { run, before, after } = await copyOnto(
      { d: { 'a.txt': 'new', 'a (2).txt': 'second', e: { z: 'new' } } },
      { d: { 'a.txt': 'old', e: { z: 'old' }, other: 'old' } },
      'rename',
    );
    expect(run.summary).toMatchObject({ status: 'complete', failures: [] });
    for (const path of ['d/a.txt', 'd/e/z', 'd/other']) expect(after.get(path)).toEqual(before.get(path));
    expect(textOf(after, 'd/e/z (2)')).toBe('new');
    const contents = [...after.values()].filter(({ kind }) => kind === 'file').map(({ bytes }) => bytes.toString());
    expect(contents.sort()).toEqual(['new', 'new', 'old', 'old', 'old', 'second']);
  });
});

describe('E6: `overwrite`', () => {
  test('replaces files and links, and records size, time and digest of what was there', async () => {
    const { run, before, after, of } = await copyOnto(
      { a: 'new content', d: { b: 'new' }, l: link('new'), f: 'a file for a link' },
      { a: 'old', d: { b: 'old', other: 'stays' }, l: link('old'), f: link('x') },
      'overwrite',
    );
    expect(run.summary).toMatchObject({ status: 'complete', failures: [] });
    expect(['a', 'd/b', 'l', 'f', 'd/other'].map((path) => textOf(after, path))).toEqual([
      'new content',
      'new',
      'new',
      'a file for a link',
      'stays',
    ]);
    expect(after.get('f')?.kind).toBe('file');
    expect(of('a')).toBe('copied');
    const replaced = (path: string) => run.outcomes.find((outcome) => outcome.path === path)?.replaced;
    expect(replaced('a')).toMatchObject({
      state: { size: 3, mtimeNs: String(before.get('a')?.mtimeNs), ino: String(before.get('a')?.ino) },
      digests: { sha256: sha256('old') },
    });
    expect(replaced('d/b')?.digests).toEqual({ sha256: sha256('old') });
    expect(replaced('l')?.state.ino).toBe(String(before.get('l')?.ino));
    expect(after.get('d/other')).toEqual(before.get('d/other'));
  });

  test('never replaces a folder by a file, nor a file by a folder', async () => {
    const { run, before, after, of } = await copyOnto(
      { a: 'file', b: { x: 'x' }, ok: 'fine' },
      { a: { y: 'y' }, b: 'file' },
      'overwrite',
    );
    expect(run.summary.status).toBe('incomplete');
    expect(['a', 'b', 'b/x', 'ok'].map(of)).toEqual([...Array(3).fill('failed destinationExists'), 'copied']);
    for (const path of ['a', 'a/y', 'b']) expect(after.get(path)).toEqual(before.get(path));
  });
});

test('invariant 3: a name that appears at the destination after preflight is never replaced', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'new', d: { x: 'new' }, fine: 'new' }, out: {} });
  const sources = ['a', 'd', 'fine'].map((name) => join(root, 'source', name));
  const { summary, outcomes } = await runEngine(requestFor(sources, join(root, 'out')), {
    onPhase: (phase) => {
      if (phase !== 'publishing') return;
      makeTree(join(root, 'out'), { a: 'theirs' });
      mkdirSync(join(root, 'out', 'd'));
      makeTree(join(root, 'out', 'd'), { theirs: 'y' });
    },
  });
  expect(summary.status).toBe('incomplete');
  const failed = outcomes
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ path, failure }) => [path, failure?.code]);
  expect(failed).toEqual([
    ['a', 'destinationExists'],
    ['d', 'destinationExists'],
    ['d/x', 'destinationExists'],
  ]);
  const after = readTree(join(root, 'out'));
  expect(textOf(after, 'a')).toBe('theirs');
  expect([...after.keys()].filter((path) => path.startsWith('d/'))).toEqual(['d/theirs']);
  expect(textOf(after, 'fine')).toBe('new');
  expect(summary.stagingDir).not.toBeNull();
  expect(textOf(readTree(summary.stagingDir ?? ''), 'payload/a')).toBe('new');
});
