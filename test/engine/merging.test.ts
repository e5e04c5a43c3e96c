import { describe, expect, test } from 'vitest';
import type { Conflict } from '../../src/engine/model/job/job';
import { copyOnto, textOf } from '../support/copyOnto';
import { link } from '../support/tree';

describe.each<Conflict>(['skipIdentical', 'rename', 'overwrite'])('E6: merging with `%s`', (conflict) => {
  test('leaves names, modes and times of what exists, and adds new folders whole', async () => {
    const { run, before, after } = await copyOnto(
      { d: { fresh: { deep: { x: 'x' } }, 'new file': 'y', l: link('z') } },
      { d: { kept: 'old', folder: { k: 'old' } }, beside: 'old' },
      conflict,
    );
    expect(run.summary).toMatchObject({ status: 'complete', stagingDir: null });
    expect(run.outcomes.find(({ path }) => path === 'd')).toMatchObject({ outcome: 'skipped', reason: 'merged' });
    expect([...after.keys()].sort()).toEqual(
      [...before.keys(), 'd/fresh', 'd/fresh/deep', 'd/fresh/deep/x', 'd/new file', 'd/l'].sort(),
    );
    for (const path of ['d/kept', 'd/folder', 'd/folder/k', 'beside'])
      expect(after.get(path)).toEqual(before.get(path));
    expect(after.get('d')?.mode).toBe(before.get('d')?.mode);
  });
});

test('B6, E6: what was skipped in a folder with failed items is still skipped, not failed', async () => {
  const { run, before, after, of } = await copyOnto(
    { d: { same: 'equal', other: 'mine', fresh: 'new' } },
    { d: { same: 'equal', other: 'theirs' } },
    'skipIdentical',
  );
  expect(run.summary.status).toBe('incomplete');
  expect(['d/same', 'd/other', 'd/fresh'].map(of)).toEqual(['skipped', 'failed destinationExists', 'copied']);
  expect(run.summary.failures.map(({ code }) => code)).toEqual(['destinationExists']);
  for (const path of ['d', 'd/same', 'd/other']) expect(after.get(path)?.ino).toBe(before.get(path)?.ino);
  expect(textOf(after, 'd (INCOMPLETE)/fresh')).toBe('new');
});
