import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SharedState } from '../../../src/engine/model/thread/sharedState';
import { audit, found } from '../../support/audit';
import { failing, hookedFileSystem } from '../../support/hookedFileSystem';
import { requestFor, runEngine } from '../../support/runEngine';
import { scratchFolder } from '../../support/scratch';
import { makeTree, type TreeLiteral } from '../../support/tree';

// Everything that is there or listed is accounted for exactly once, whatever cannot be read.

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A folder with files, and a list of what it should hold. */
function folderListing(listed: Readonly<Record<string, string>>, tree: TreeLiteral): string {
  const folder = scratchFolder();
  makeTree(folder, tree);
  const lines = Object.entries(listed).map(([name, text]) => `${sha256(text)}  ${name}\n`);
  writeFileSync(join(folder, 'list.sha256'), lines.join(''));
  return folder;
}

test('a file that was lost and one that nobody listed and nobody can read are two findings', async () => {
  const folder = folderListing({ a: 'a', lost: 'lost' }, { a: 'a', d: { stranger: 'lost' } });
  const hooks = failing('EIO', ({ kind, path }) => kind === 'file.read' && path.endsWith('/stranger'));
  const summary = await audit(folder, { fs: hookedFileSystem(hooks) });
  expect(hooks.fired).toBe(1);
  expect(found(summary)).toEqual({ missing: ['lost'], errors: ['d/stranger'] });
});

test('a folder that goes away before it is looked into once more ends nothing', async () => {
  const folder = folderListing({ a: 'a', lost: 'lost' }, { a: 'a', d: { stranger: 'lost' } });
  // It is opened in search of records, by both walks, and then for the file that may have been moved.
  let opened = 0;
  const isLast = ({ kind, path }: { kind: string; path: string }) =>
    kind === 'folder.openFolder' && path.endsWith('/d') && ++opened === 4;
  const summary = await audit(folder, { fs: hookedFileSystem(failing('ENOENT', isLast)) });
  expect(opened).toBe(4);
  expect(found(summary)).toEqual({ missing: ['lost'], errors: ['d/stranger'] });
});

test('progress ends at all of it, with files that are read twice, once, or not at all', async () => {
  const tree = { a: 'a', changed: 'CHANGED', longer: 'longer', elsewhere: 'lost', stranger: 'new' };
  const folder = folderListing({ a: 'a', changed: 'changed', longer: 'long', lost: 'lost' }, tree);
  const shared = new SharedState();
  const summary = await audit(folder, { shared });
  expect(found(summary)).toEqual({
    changed: ['changed', 'longer'],
    moved: ['lost → elsewhere'],
    unlisted: ['stranger'],
  });
  const { workDone, workPlanned, itemsDone, itemsPlanned, bytesPlanned } = shared.counters();
  expect(workPlanned).toBeGreaterThan(0);
  expect([workDone, itemsDone]).toEqual([workPlanned, itemsPlanned]);
  // The list itself is there too.
  expect(itemsPlanned).toBe(6);
  expect(bytesPlanned).toBeGreaterThan(Object.values(tree).join('').length);
});

test('a file that nobody listed is not counted as done before it was read for what was lost', async () => {
  const folder = folderListing({ a: 'a', lost: 'lost' }, { a: 'a', stranger: 'new' });
  const shared = new SharedState();
  const doneWhileRead: number[] = [];
  const hooks = failing('EIO', ({ kind, path }) => {
    if (kind === 'file.read' && path.endsWith('/stranger')) doneWhileRead.push(shared.counters().itemsDone);
    return false;
  });
  await audit(folder, { shared, fs: hookedFileSystem(hooks) });
  // The listed file and the list; the third one is being read.
  expect(new Set(doneWhileRead)).toEqual(new Set([2]));
  expect(shared.counters()).toMatchObject({ itemsDone: 3, itemsPlanned: 3 });
});

test.each([
  ['folder.openFolder', /\/locked$/],
  ['folder.find', /\/locked\/x$/],
])('a folder that may not be looked into is a finding, and all else is verified: %s fails', async (kind, path) => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x', b: 'y' } });
  const out = join(root, 'out');
  await runEngine(requestFor([join(root, 'source')], out));
  makeTree(out, { locked: { x: 'z' } });
  writeFileSync(join(out, 'source', 'b'), 'Y');
  const hooks = failing('EACCES', (call) => call.kind === kind && path.test(call.path));
  const summary = await audit(out, { fs: hookedFileSystem(hooks) });
  const at = kind === 'folder.find' ? 'locked/x' : 'locked';
  expect(found(summary)).toEqual({ changed: ['source/b'], errors: [at] });
  expect(summary.matched).toBe(1);
});
