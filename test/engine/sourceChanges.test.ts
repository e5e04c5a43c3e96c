import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureText } from '../../src/engine/model/failure/failureText';
import type { JobRequest } from '../../src/engine/model/job/job';
import { type Hooks, hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { link, makeTree, type TreeLiteral } from '../support/tree';
import { readTree } from '../support/treeDifferences';

const MiB = 1024 * 1024;
const CONTENT = Buffer.alloc(3 * MiB, 'evidence');
const TREE: TreeLiteral = { first: 'x', victim: CONTENT, other: { y: 'y', z: 'z' }, link: link('first') };

type Change = (victim: string) => void;

const CHANGES: Readonly<Record<string, Change>> = {
  'it grows': (path) => appendFileSync(path, 'more'),
  'it is truncated': (path) => truncateSync(path, 1000),
  'it is written to in place': (path) => writeFileSync(path, Buffer.alloc(3 * MiB, 'tampered'), { flag: 'r+' }),
  'it is written to in place and its time set back': (path) => {
    writeFileSync(path, Buffer.alloc(3 * MiB, 'tampered'), { flag: 'r+' });
    utimesSync(path, 1000, 1000);
  },
  'its mode changes': (path) => chmodSync(path, 0o640),
};

/** What happens to the name only: while the file is open it stays the same file. */
const REPLACEMENTS: Readonly<Record<string, Change>> = {
  'it is removed': (path) => unlinkSync(path),
  'it is replaced by another file of the same size': (path) => {
    writeFileSync(`${path}.new`, CONTENT);
    renameSync(`${path}.new`, path);
  },
  'it is replaced by a link to another file': (path) => {
    unlinkSync(path);
    symlinkSync('first', path);
  },
  'it is replaced by a FIFO': (path) => {
    unlinkSync(path);
    execFileSync('mkfifo', [path]);
  },
  'it is replaced by a folder': (path) => {
    unlinkSync(path);
    makeTree(join(path, '..'), { victim: {} });
  },
};

interface Changed {
  readonly root: string;
  readonly choices?: Partial<JobRequest>;
  readonly hooks: Hooks;
}

/** Runs the copy and expects that the victim, and nothing else, failed as changed. */
async function expectChanged({ root, hooks, choices = {} }: Changed): Promise<void> {
  const request = requestFor([join(root, 'source')], join(root, 'out'), { bufferSizeKB: 256, ...choices });
  const { summary, outcomes } = await runEngine(request, { fs: hookedFileSystem(hooks) });
  expect(summary.status).toBe('incomplete');
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ path, failure }) => [path, failure?.code])).toEqual([['source/victim', 'sourceChanged']]);
  const failure = failed[0]?.failure;
  expect(failure?.args?.['what']).toBeTruthy();
  expect(failureText(failure ?? { code: 'sourceChanged' })).toMatch(/changed while it was copied \(.+\)/);
  expect(readdirSync(join(root, 'out', 'source (INCOMPLETE)')).sort()).toEqual(['first', 'link', 'other']);
}

/** Hooks that act once: before the first call that `isMeant`. */
function once(
  isMeant: NonNullable<Hooks['before']> extends (call: infer C) => void ? (call: C) => boolean : never,
  act: () => void,
): Hooks {
  let done = false;
  return {
    before: (call) => {
      if (done || !isMeant(call)) return;
      done = true;
      act();
    },
  };
}

function sourceTree(): { root: string; victim: string } {
  const root = scratchFolder();
  makeTree(root, { source: TREE });
  return { root, victim: join(root, 'source', 'victim') };
}

describe('E15: a source that changes between plan and open fails as sourceChanged', () => {
  test.each(Object.entries({ ...CHANGES, ...REPLACEMENTS }))('%s', async (_, change) => {
    const { root, victim } = sourceTree();
    const isOpen = ({ kind, path }: { kind: string; path: string }) => kind === 'folder.openFile' && path === victim;
    await expectChanged({ root, hooks: once(isOpen, () => change(victim)) });
  });
});

describe.each([{ useBufferReuse: true }, { useBufferReuse: false }])('E15: with %j', (choices) => {
  test.each(Object.entries(CHANGES))('a source that changes while it is read fails: %s', async (_, change) => {
    const { root, victim } = sourceTree();
    const isSecond = ({ kind, path, args }: { kind: string; path: string; args: readonly unknown[] }) =>
      kind === 'file.read' && path === victim && Number(args[2]) > 0;
    await expectChanged({ root, choices, hooks: once(isSecond, () => change(victim)) });
  });

  test('a source that is written to at the very end of reading fails', async () => {
    const { root, victim } = sourceTree();
    const isLast = ({ kind, path, args }: { kind: string; path: string; args: readonly unknown[] }) =>
      kind === 'file.read' && path === victim && Number(args[2]) >= 3 * MiB - 256 * 1024;
    await expectChanged({ root, choices, hooks: once(isLast, () => writeFileSync(victim, 'T', { flag: 'r+' })) });
  });

  test('a source that is removed while it is open is still the same file, but its changed state is not overlooked', async () => {
    const { root, victim } = sourceTree();
    const isSecond = ({ kind, path, args }: { kind: string; path: string; args: readonly unknown[] }) =>
      kind === 'file.read' && path === victim && Number(args[2]) > 0;
    // Removing changes the change time of the inode: that is a change like any other.
    await expectChanged({ root, choices, hooks: once(isSecond, () => unlinkSync(victim)) });
  });
});

test('E15: a file that gives fewer bytes than its size fails as sizeMismatch, with both counts', async () => {
  const { root, victim } = sourceTree();
  const hooks: Hooks = {
    most: ({ kind, path, args }) => (kind === 'file.read' && path === victim && Number(args[2]) >= MiB ? 0 : undefined),
  };
  const request = requestFor([join(root, 'source')], join(root, 'out'));
  const { outcomes } = await runEngine(request, { fs: hookedFileSystem(hooks) });
  expect(outcomes.find(({ path }) => path === 'source/victim')?.failure).toMatchObject({
    code: 'sizeMismatch',
    offset: MiB,
    args: { expected: 3 * MiB, actual: MiB },
  });
});

test('E15: both states are recorded', async () => {
  const { root, victim } = sourceTree();
  const size = CONTENT.length;
  const isOpen = ({ kind, path }: { kind: string; path: string }) => kind === 'folder.openFile' && path === victim;
  const fs = hookedFileSystem(once(isOpen, () => appendFileSync(victim, 'more')));
  const { outcomes } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
  const args = outcomes.find(({ path }) => path === 'source/victim')?.failure?.args;
  expect(args?.['before']).toContain(`${size} bytes`);
  expect(args?.['after']).toContain(`${size + 4} bytes`);
});

describe('invariant 2: a folder that is swapped between plan and copy is not followed', () => {
  test.each(['removed', 'replaced by a link', 'replaced by another folder'])('%s', async (how) => {
    const root = scratchFolder();
    makeTree(root, { source: { a: { inside: 'planned' } }, elsewhere: { inside: 'a secret' } });
    const folder = join(root, 'source', 'a');
    const act = () => {
      if (how === 'removed') rmSync(folder, { recursive: true });
      else renameSync(folder, join(root, 'moved'));
      if (how === 'replaced by a link') symlinkSync('../elsewhere', folder);
      if (how === 'replaced by another folder') makeTree(join(root, 'source'), { a: { inside: 'a secret' } });
    };
    let phase = '';
    const fs = hookedFileSystem(
      once(({ kind, path }) => phase === 'copying' && kind === 'folder.openFolder' && path === folder, act),
    );
    const { summary, outcomes } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), {
      fs,
      onPhase: (entered) => {
        phase = entered;
      },
    });
    expect(summary.status).toBe('incomplete');
    expect(outcomes.map(({ path, outcome, failure }) => [path, outcome, failure?.code])).toEqual([
      ['source', 'copied', undefined],
      ['source/a', 'failed', 'sourceChanged'],
      ['source/a/inside', 'failed', 'sourceChanged'],
    ]);
    const texts = [...readTree(join(root, 'out')).values()].map(({ bytes }) => bytes.toString());
    expect(texts.join()).not.toContain('a secret');
  });
});

test.each<[string, Change]>([
  [
    'points elsewhere',
    (path) => {
      unlinkSync(path);
      symlinkSync('elsewhere', path);
    },
  ],
  ['was removed', (path) => unlinkSync(path)],
  [
    'became a file',
    (path) => {
      unlinkSync(path);
      writeFileSync(path, 'x');
    },
  ],
])('E15: a link that %s between plan and copy fails as sourceChanged', async (_, change) => {
  const root = scratchFolder();
  makeTree(root, { source: { l: link('there') } });
  const path = join(root, 'source', 'l');
  const { outcomes } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), {
    onPhase: (phase) => phase === 'copying' && change(path),
  });
  expect(outcomes.map(({ failure }) => failure?.code)).toEqual([undefined, 'sourceChanged']);
});

test('what the copy holds are the bytes whose digest is recorded, also where the source changed after it was read', async () => {
  const { root, victim } = sourceTree();
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), {
    onPhase: (phase) => phase === 'validating' && writeFileSync(victim, 'changed after the copy'),
  });
  expect(summary.status).toBe('complete');
  expect(readFileSync(join(root, 'out', 'source', 'victim')).equals(CONTENT)).toBe(true);
});
