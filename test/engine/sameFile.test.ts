import { linkSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Conflict } from '../../src/engine/model/job/job';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';
import { readTree } from '../support/treeDifferences';

const NO_RECORDS = { records: { write: false } };

describe('E6: the same file', () => {
  test.each<Conflict>(['fail', 'skipIdentical', 'overwrite'])(
    'is refused with `%s`: copied onto itself',
    async (conflict) => {
      const root = scratchFolder();
      makeTree(root, { folder: { a: 'x', d: { y: 'y' } } });
      const before = readTree(root);
      const sources = [join(root, 'folder', 'a'), join(root, 'folder', 'd')];
      const { summary } = await runEngine(requestFor(sources, join(root, 'folder'), { conflict }));
      expect(summary.status).toBe('failed');
      expect(summary.failures.map(({ code }) => code)).toEqual(['sameFile', 'sameFile']);
      expect(readTree(root)).toEqual(before);
    },
  );

  test.each<Conflict>(['fail', 'skipIdentical', 'overwrite'])('is refused with `%s`: a hard link', async (conflict) => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'x' }, out: {} });
    linkSync(join(root, 'source', 'a'), join(root, 'out', 'a'));
    const { summary } = await runEngine(requestFor([join(root, 'source', 'a')], join(root, 'out'), { conflict }));
    expect(summary.failures).toMatchObject([{ code: 'sameFile' }]);
    expect(readFileSync(join(root, 'source', 'a'), 'utf8')).toBe('x');
    expect(statSync(join(root, 'out', 'a')).nlink).toBe(2);
  });

  test.each<Conflict>(['skipIdentical', 'overwrite'])(
    'is refused with `%s`: a hard link deeper down',
    async (conflict) => {
      const root = scratchFolder();
      makeTree(root, { source: { d: { a: 'x' } }, out: { d: {} } });
      linkSync(join(root, 'source', 'd', 'a'), join(root, 'out', 'd', 'a'));
      const { summary } = await runEngine(
        requestFor([join(root, 'source', 'd')], join(root, 'out'), { ...NO_RECORDS, conflict }),
      );
      expect(summary).toMatchObject({ status: 'incomplete', failures: [{ code: 'sameFile' }] });
      expect(readFileSync(join(root, 'source', 'd', 'a'), 'utf8')).toBe('x');
    },
  );

  test('is seen through a symbolic link in the path of the destination', async () => {
    const root = scratchFolder();
    makeTree(root, { folder: { a: 'x' } });
    symlinkSync('folder', join(root, 'alias'));
    const { summary } = await runEngine(requestFor([join(root, 'folder', 'a')], join(root, 'alias')));
    expect(summary.failures).toMatchObject([{ code: 'sameFile' }]);
  });
});
