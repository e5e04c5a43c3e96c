import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { probeTarget, takesName } from '../../src/engine/plan/targetRules';
import { type Call, failing, type Hooks, hookedFileSystem, systemError } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { link, makeTree, type TreeLiteral } from '../support/tree';

/** How a file system that takes two names for one answers: as if it looked for the other one. */
function foldingNames(fold: (name: string) => string): Hooks {
  const made = new Map<string, string>();
  const inner = nodeFileSystem;
  return {
    before: ({ kind, args }) => {
      if (kind === 'folder.createFile') made.set(fold(String(args[0])), String(args[0]));
    },
    answer: ({ kind, path, args }, result) => {
      const other = made.get(fold(String(args[0])));
      if (kind !== 'folder.find' || result !== undefined || other === undefined) return result;
      const folder = inner.openFolder(path.slice(0, path.lastIndexOf('/')));
      const stat = folder.find(other);
      folder.close();
      return stat;
    },
  };
}

const FOLDS: Readonly<Record<string, { fold: (name: string) => string; twins: TreeLiteral }>> = {
  'upper and lower case for one': {
    fold: (name) => name.toLowerCase(),
    twins: { README: 'x', readme: 'y', other: 'z' },
  },
  'forms of a letter for one': {
    fold: (name) => name.normalize('NFD'),
    twins: { 'caf\u00e9': 'x', 'cafe\u0301': 'y', other: 'z' },
  },
};

describe.each(Object.entries(FOLDS))('E8, B5: a destination that takes %s', (_, { fold, twins }) => {
  test('refuses both names of such a pair before anything is written', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { deep: twins }, out: {} });
    const fs = hookedFileSystem(foldingNames(fold));
    const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'nameCollision' }], stagingDir: null });
    const { path, args } = summary.failures[0] ?? {};
    const named = [path, args?.['other']].map((name) => String(name).slice(String(name).indexOf('source/deep/') + 12));
    expect(named.sort()).toEqual(
      Object.keys(twins)
        .filter((name) => name !== 'other')
        .sort(),
    );
    expect(readdirSync(join(root, 'out'))).toEqual([]);
  });

  test('takes names that only differ in their folders', async () => {
    const root = scratchFolder();
    const [first = '', second = ''] = Object.keys(twins);
    makeTree(root, { source: { a: { [first]: 'x' }, b: { [second]: 'y' }, [first]: 'z' } });
    const fs = hookedFileSystem(foldingNames(fold));
    const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
    expect(summary.failures).toEqual([]);
    expect(summary.status).toBe('complete');
  });
});

/** A destination that refuses names which `isBad`. */
function refusing(code: string, isBad: (name: string) => boolean): Hooks {
  return failing(
    code,
    ({ kind, args }: Call) => /^folder\.(createFile|makeFolder|makeLink)$/.test(kind) && isBad(String(args[0])),
  );
}

test.each([
  ['EINVAL', (name: string) => /[:*?"<>|]/.test(name), ['bad: colon', 'worse?']],
  ['EILSEQ', (name: string) => /[\udc80-\udcff]/.test(name), ['\udcff bytes']],
  ['ENAMETOOLONG', (name: string) => name.length > 100, ['x'.repeat(101)]],
])(
  'E8, B5: names that the destination answers with %s are all refused before anything is written',
  async (code, isBad, bad) => {
    const root = scratchFolder();
    makeTree(root, { source: { fine: 'x', ...Object.fromEntries(bad.map((name) => [name, 'y'])) }, out: {} });
    const fs = hookedFileSystem(refusing(code, isBad));
    const { summary, phases } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
    expect(summary.failures.map(({ code }) => code)).toEqual(bad.map(() => 'nameNotAllowed'));
    for (const name of bad) expect(summary.failures.some(({ path }) => path?.endsWith(`source/${name}`))).toBe(true);
    expect(phases).toEqual(['planning']);
    expect(readdirSync(join(root, 'out'))).toEqual([]);
  },
);

test('E8: a destination that takes a name and stores another does not take it', () => {
  const root = scratchFolder();
  const fs = hookedFileSystem({ before: () => {} });
  const folder = fs.openFolder(root);
  expect(takesName(folder, 'dots...')).toBe(true);
  const cutting = { ...wrap(folder), names: () => ['dots'][Symbol.iterator]() };
  expect(takesName(cutting, 'dots...')).toBe(false);
  folder.close();
});

test('E8: links are failures where the destination cannot hold them, all else is copied', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x', l: link('a') } });
  const fs = hookedFileSystem({
    before: (call) => {
      if (call.kind === 'folder.makeLink') throw systemError('EPERM', call);
    },
  });
  const { summary, outcomes } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
  expect(summary.status).toBe('incomplete');
  expect(outcomes.find(({ path }) => path === 'source/l')).toMatchObject({
    failure: { code: 'linkNotSupported' },
    // The sentence of this failure says that it is in the record.
    target: 'a',
  });
  expect(readdirSync(join(root, 'out', 'source (INCOMPLETE)'))).toEqual(['a']);
});

test('a Linux file system takes everything, and the probe leaves nothing behind', () => {
  const root = scratchFolder();
  const folder = nodeFileSystem.openFolder(root);
  expect(probeTarget(folder)).toEqual({
    anyName: true,
    distinguishesCase: true,
    distinguishesForms: true,
    symbolicLinks: true,
  });
  folder.close();
  expect(readdirSync(root)).toEqual([]);
});

/** The calls of a folder as an object of its own, so that one of them can be replaced. */
function wrap(folder: ReturnType<typeof nodeFileSystem.openFolder>): typeof folder {
  return new Proxy(folder, {
    get: (target, key) => Reflect.get(target, key),
    ownKeys: () =>
      ['path', ...Object.getOwnPropertyNames(Object.getPrototypeOf(folder))].filter((key) => key !== 'constructor'),
    getOwnPropertyDescriptor: (target, key) => ({
      value: Reflect.get(target, key),
      enumerable: true,
      configurable: true,
    }),
  });
}
