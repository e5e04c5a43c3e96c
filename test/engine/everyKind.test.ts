import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { BUNDLES } from '../support/bundles';
import { asOrdinaryUser, giveToOrdinaryUser } from '../support/ordinaryUser';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { fifo, file, folder, hardLink, link, makeTree, socket, sparse, type TreeLiteral } from '../support/tree';
import { readTree, treeDifferences } from '../support/treeDifferences';

const MiB = 1024 * 1024;
const BEFORE_1970 = -1_234_567_890_123_456_789n;
const NANOSECONDS = 1_700_000_000_123_456_789n;

function nested(levels: number): TreeLiteral {
  return levels === 0 ? { deepest: 'down here' } : { d: nested(levels - 1) };
}

function modes(list: readonly number[]): TreeLiteral {
  return Object.fromEntries(list.map((mode) => [`mode ${mode.toString(8)}`, file('m', { mode })]));
}

const NAMES: TreeLiteral = {
  'with spaces in it': '1',
  '"quotes" and \'others\' and `these`': '2',
  'line\nfeed': '3',
  'carriage\rreturn': '4',
  '-rf': '5',
  '--to': '6',
  'emoji 💀🎞.mp4': '7',
  'NFC \u00e9': '8',
  'NFD e\u0301': '9',
  con: '10',
  'dots...': '11',
  'blanks  ': '12',
  ' leading': '13',
  'back\\slash': '14',
  'tab\tand bell\u0007': '15',
  '*?[]|<>:': '16',
  '\udcff\udcfe not UTF-8': '17',
  '\udced\udca0\udc80 a surrogate in bytes': '18',
  '\udcc3': '19',
  __proto__x: '20',
  [`${'n'.repeat(251)}.mp4`]: '21',
  [`${'é'.repeat(127)}x`]: '22',
  archive: folder({ 'app.asar': folder({ inside: 'a folder that looks like an archive' }), 'b.asar': 'a file' }),
  'INCOMPLETE-1234abcd': folder({ x: 'looks like staging' }),
};

/** Root reads everything; an ordinary user must be let in by the mode. */
const mayRead = (mode: number) => process.getuid?.() === 0 || (mode & 0o400) !== 0;

const KINDS: TreeLiteral = {
  'empty file': '',
  'empty folder': folder({}),
  'folder \udc80': folder({ 'file \udc81': 'bytes' }),
  deep: nested(300),
  modes: modes([0o000, 0o400, 0o444, 0o600, 0o644, 0o755, 0o777, 0o4755, 0o2755, 0o1644, 0o6711].filter(mayRead)),
  'folder modes': folder({
    ...(mayRead(0o000) && { none: folder({ x: 'x' }, { mode: 0o000 }) }),
    'read only': folder({ x: 'x', y: folder({ z: 'z' }, { mode: 0o555 }) }, { mode: 0o555 }),
    sticky: folder({}, { mode: 0o1777 }),
    setgid: folder({}, { mode: 0o2755 }),
  }),
  links: folder({
    dangling: link('nowhere at all'),
    'to a folder': link('../empty folder'),
    absolute: link('/etc/passwd'),
    bytes: link('\udcff/\udcfe'),
    itself: link('itself'),
    old: link('x', { mtimeNs: BEFORE_1970 }),
  }),
  specials: folder({ fifo: fifo(), socket: socket() }, { mtimeNs: NANOSECONDS }),
  'hard links': folder({ first: 'same', second: hardLink('source', 'hard links', 'first') }),
  times: folder(
    {
      'before 1970': file('x', { mtimeNs: BEFORE_1970 }),
      nanoseconds: file('x', { mtimeNs: NANOSECONDS }),
      'the epoch': file('x', { mtimeNs: 0n }),
      'a folder': folder({ y: 'y' }, { mtimeNs: BEFORE_1970 }),
    },
    { mtimeNs: NANOSECONDS },
  ),
  sizes: folder({
    'one byte': 'x',
    'one less than a buffer': 'b'.repeat(8 * 1024 - 1),
    'one buffer': 'c'.repeat(8 * 1024),
    'one more than a buffer': 'd'.repeat(8 * 1024 + 1),
    'one less than small': Buffer.alloc(MiB - 1, 'evidence'),
    'no longer small': Buffer.alloc(MiB, 'evidence'),
    'some more': Buffer.alloc(3 * MiB + 17, 'evidence '),
    'enough for a lane': Buffer.alloc(8 * MiB + 17, 'evidence '),
  }),
  zeros: Buffer.alloc(2 * MiB),
  'sparse to the end': sparse(5 * MiB, { 0: 'start', 2500000: 'middle' }),
  'sparse small': sparse(700_000, { 600000: 'x' }),
  'nothing but a hole': sparse(3 * MiB, {}),
};

const WAYS: Readonly<Record<string, { choices: Partial<JobRequest>; lane?: boolean }>> = {
  'buffer reuse': { choices: {} },
  'buffer reuse with a lane': { choices: {}, lane: true },
  'the smallest buffers with a lane': { choices: { bufferSizeKB: 8 }, lane: true },
  'three-pass': { choices: { useBufferReuse: false } },
  stream: { choices: { verification: 'stream', bufferSizeKB: 8 } },
};

describe.each(Object.entries(WAYS))('E8 with %s', (_, { choices, lane }) => {
  const copy = (root: string) =>
    runEngine(requestFor([join(root, 'source')], join(root, 'out'), choices), lane ? { lanePath: BUNDLES.lane } : {});

  test('row 51: every kind of name arrives byte for byte, with mode and times', async () => {
    const root = scratchFolder();
    makeTree(root, { source: folder(NAMES, { mtimeNs: NANOSECONDS }) });
    const { summary } = await copy(root);
    expect(summary).toMatchObject({ status: 'complete', failures: [] });
    expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
  });

  test('every kind of item arrives byte for byte, with mode and times; specials are recorded (E7)', async () => {
    const root = scratchFolder();
    makeTree(root, { source: folder(KINDS, { mode: 0o750, mtimeNs: BEFORE_1970 }) });
    const { summary, outcomes } = await copy(root);
    expect(summary).toMatchObject({ status: 'complete', failures: [], items: { recorded: 2, skipped: 0, failed: 0 } });
    expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
    const recorded = outcomes.filter(({ outcome }) => outcome === 'recorded');
    expect(recorded.map(({ path, reason }) => [path, reason]).sort()).toEqual([
      ['source/specials/fifo', 'fifo'],
      ['source/specials/socket', 'socket'],
    ]);
  });
});

test.each([{ useBufferReuse: true }, { useBufferReuse: false }, { bufferSizeKB: 12 }])(
  'E8: sparse files stay sparse and dense zeros stay dense (%j)',
  async (choices) => {
    const root = scratchFolder();
    makeTree(root, {
      source: {
        hole: sparse(40 * MiB, { 20000000: 'in the middle' }),
        small: sparse(500_000, { 0: 'x' }),
        dense: Buffer.alloc(MiB),
      },
    });
    await runEngine(requestFor([join(root, 'source')], join(root, 'out'), choices), { lanePath: BUNDLES.lane });
    const copied = readTree(join(root, 'out', 'source'));
    expect(copied.get('hole')?.allocated).toBeLessThan(64 * 1024);
    expect(copied.get('small')?.allocated).toBeLessThan(64 * 1024);
    expect(copied.get('dense')?.allocated).toBeGreaterThanOrEqual(MiB);
    expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
  },
);

test('E8, row 56: hard links are recognised and recorded', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'same', b: hardLink('source', 'a'), c: 'alone' } });
  const { outcomes } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')));
  const facts = new Map(outcomes.map(({ path, file }) => [path, file]));
  expect(facts.get('source/a')?.links).toBe(2);
  expect(facts.get('source/b')?.links).toBe(2);
  expect(facts.get('source/b')?.sourceState.ino).toBe(facts.get('source/a')?.sourceState.ino);
  expect(facts.get('source/c')?.links).toBe(1);
});

test('E8: several sources of all kinds, links and specials among them, arrive side by side', async () => {
  const root = scratchFolder();
  const sources: TreeLiteral = { 'a file': 'x', 'a folder': { y: 'y' }, 'a link': link('nowhere'), 'a fifo': fifo() };
  makeTree(root, { from: sources, out: {} });
  const paths = Object.keys(sources).map((name) => join(root, 'from', name));
  const { summary } = await runEngine(requestFor(paths, join(root, 'out'), { records: { write: false } }));
  expect(summary).toMatchObject({ status: 'complete', items: { planned: 5, copied: 4, recorded: 1 } });
  expect(summary.notices.join()).toContain('is itself a link');
  expect(treeDifferences(join(root, 'from'), join(root, 'out')).filter((text) => !text.startsWith(': '))).toEqual([]);
});

test('E7: an ordinary user copies own files of every mode that lets them be read, and closed folders of the copy', async () => {
  const root = scratchFolder();
  makeTree(root, {
    source: {
      ...modes([0o400, 0o444, 0o500, 0o644, 0o755, 0o4755]),
      closed: folder({ x: 'x', below: folder({ y: 'y' }, { mode: 0o500 }) }, { mode: 0o500 }),
    },
  });
  mkdirSync(join(root, 'out'));
  giveToOrdinaryUser(root);
  const { summary } = await asOrdinaryUser(() =>
    runEngine(requestFor([join(root, 'source')], join(root, 'out'), { verification: 'readBack' })),
  );
  expect(summary).toMatchObject({ status: 'complete', grade: 'readBack', stagingDir: null });
  expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
});
