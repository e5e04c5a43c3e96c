import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Phase } from '../../src/engine/model/job/phase';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { link, makeTree, type TreeLiteral } from '../support/tree';
import { readTree } from '../support/treeDifferences';

const TREE: TreeLiteral = {
  hit: { a: 'first', b: 'second', deep: { c: 'third' }, l: link('a'), empty: {} },
  unharmed: { x: 'x' },
};

/** Copies `TREE`; `tamper` is done to the staged payload as `phase` begins. */
async function copyAndTamper(tamper: (payload: string) => void, at: Phase = 'validating') {
  const root = scratchFolder();
  makeTree(root, { source: TREE });
  const out = join(root, 'out');
  const sources = ['hit', 'unharmed'].map((name) => join(root, 'source', name));
  const run = await runEngine(requestFor(sources, out), {
    onPhase: (phase) => {
      if (phase === at)
        tamper(join(out, readdirSync(out).find((name) => name.startsWith('INCOMPLETE-')) ?? '', 'payload'));
    },
  });
  return { ...run, out, names: readdirSync(out).filter((name) => !/^(INCOMPLETE-|evidence-records$)/.test(name)) };
}

const TAMPERING: Readonly<Record<string, [string, (payload: string) => void]>> = {
  'a file is removed': ['hit/a', (p) => unlinkSync(`${p}/hit/a`)],
  'a file is truncated': ['hit/a', (p) => truncateSync(`${p}/hit/a`, 2)],
  'a file grows': ['hit/a', (p) => appendFileSync(`${p}/hit/a`, 'x')],
  'a file is rewritten in place': ['hit/a', (p) => writeFileSync(`${p}/hit/a`, 'FIRST', { flag: 'r+' })],
  'a file is rewritten and its time set back': [
    'hit/deep/c',
    (p) => {
      const { mtimeNs } = readTree(`${p}/hit/deep`).get('c') ?? { mtimeNs: 0n };
      writeFileSync(`${p}/hit/deep/c`, 'THIRD', { flag: 'r+' });
      utimesSync(`${p}/hit/deep/c`, String(Number(mtimeNs) / 1e9), String(Number(mtimeNs) / 1e9));
    },
  ],
  'the time of a file is changed': ['hit/a', (p) => utimesSync(`${p}/hit/a`, 1, 1)],
  'a file is replaced by one of equal content and time': [
    'hit/a',
    (p) => {
      writeFileSync(`${p}/hit/new`, 'first');
      execFileSync('touch', ['-r', `${p}/hit/a`, `${p}/hit/new`]);
      renameSync(`${p}/hit/new`, `${p}/hit/a`);
    },
  ],
  'a file is replaced by a link to an equal one': [
    'hit/a',
    (p) => {
      renameSync(`${p}/hit/a`, `${p}/../a`);
      symlinkSync('../../a', `${p}/hit/a`);
    },
  ],
  'a file becomes a folder': [
    'hit/a',
    (p) => {
      unlinkSync(`${p}/hit/a`);
      mkdirSync(`${p}/hit/a`);
    },
  ],
  'a link is turned': [
    'hit/l',
    (p) => {
      unlinkSync(`${p}/hit/l`);
      symlinkSync('b', `${p}/hit/l`);
    },
  ],
  'a link is removed': ['hit/l', (p) => unlinkSync(`${p}/hit/l`)],
  'an empty folder is removed': ['hit/empty', (p) => rmdirSync(`${p}/hit/empty`)],
  'a folder is moved away': ['hit/deep', (p) => renameSync(`${p}/hit/deep`, `${p}/../deep`)],
  'a file is added': ['hit', (p) => writeFileSync(`${p}/hit/extra`, 'x')],
  'a file is added deeper down': ['hit/deep', (p) => writeFileSync(`${p}/hit/deep/extra`, 'x')],
  'a file is added to an empty folder': ['hit/empty', (p) => writeFileSync(`${p}/hit/empty/extra`, 'x')],
};

describe('B6: between copy and validation', () => {
  test.each(Object.entries(TAMPERING))(
    '%s: found, and nothing of that source is published',
    async (_, [path, tamper]) => {
      const { summary, outcomes, names } = await copyAndTamper(tamper);
      expect(summary.status).toBe('incomplete');
      expect(names).toEqual(['unharmed']);
      expect(outcomes.find((outcome) => outcome.path === path)).toMatchObject({
        outcome: 'failed',
        failure: { code: 'stagingChanged' },
        destination: null,
      });
      const below = outcomes.filter((outcome) => outcome.path.startsWith('hit'));
      expect(new Set(below.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
      const others = outcomes.filter((outcome) => outcome.path.startsWith('unharmed'));
      expect(others.map(({ outcome }) => outcome)).toEqual(['copied', 'copied']);
      expect(summary.stagingDir).not.toBeNull();
    },
  );

  test('a file added beside the sources concerns no item: the job fails and publishes nothing', async () => {
    const { summary, names } = await copyAndTamper((payload) => writeFileSync(join(payload, 'extra'), 'x'));
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'stagingChanged' }] });
    expect(names).toEqual([]);
  });

  test('a mere change of mode or a further name leads to a second look at the content, which is enough', async () => {
    const { summary, names } = await copyAndTamper((payload) => chmodSync(join(payload, 'hit/a'), 0o640));
    expect(summary.status).toBe('complete');
    expect(names).toEqual(['hit', 'unharmed']);
  });

  test('the records name what was found and hold no digest for it', async () => {
    const { summary } = await copyAndTamper((payload) => truncateSync(join(payload, 'hit/a'), 1));
    const manifest = readFileSync(join(summary.recordsDir ?? '', 'manifest-sha256.txt'), 'utf8');
    expect(manifest).toMatch(/^[0-9a-f]{64} {2}unharmed\/x\n$/);
  });
});

describe('B6: after publishing, names and identities are looked at again', () => {
  test.each<[string, string, (out: string) => void]>([
    ['a file is removed', 'hit/a', (out) => unlinkSync(`${out}/hit/a`)],
    ['a file is written to', 'hit/a', (out) => appendFileSync(`${out}/hit/a`, 'x')],
    [
      'a file is replaced',
      'hit/a',
      (out) => {
        writeFileSync(`${out}/n`, 'first');
        renameSync(`${out}/n`, `${out}/hit/a`);
      },
    ],
    [
      'a folder becomes a file',
      'hit/empty',
      (out) => {
        rmdirSync(`${out}/hit/empty`);
        writeFileSync(`${out}/hit/empty`, '');
      },
    ],
    ['a link is removed', 'hit/l', (out) => unlinkSync(`${out}/hit/l`)],
  ])('%s: the item failed, so the job is not complete', async (_, path, tamper) => {
    const { summary, outcomes } = await copyAndTamper((payload) => tamper(join(payload, '../..')), 'recording');
    expect(summary.status).toBe('incomplete');
    expect(
      outcomes.filter(({ outcome }) => outcome === 'failed').map((outcome) => [outcome.path, outcome.failure?.code]),
    ).toEqual([[path, 'stagingChanged']]);
  });
});
