import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { expectFailed, expectNothingPartial, finalNames } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { exfatFolder, memoryFolder, windowsFolder } from '../support/faults/mounts';
import { copying, runBounded } from '../support/faults/processes';
import { KiB, makeFiles } from '../support/faults/samples';

// Destinations that cannot hold every name. Found by trying, before anything is copied.

/** A tree of empty files with the given names, which may be bytes. */
function treeOf(...names: (string | Buffer)[]): string {
  const tree = join(memoryFolder(), 'tree');
  mkdirSync(tree);
  for (const name of ['plain.txt', ...names]) {
    writeFileSync(Buffer.concat([Buffer.from(`${tree}/`), Buffer.from(name)]), 'x');
  }
  return tree;
}

/** An empty folder in a file system. */
function emptyFolder(fileSystem: string): string {
  const to = join(fileSystem, 'to');
  mkdirSync(to);
  return to;
}

test.for([
  { what: 'ASCII', names: ['Photo.JPG', 'photo.jpg'] },
  { what: 'other letters', names: ['Übersicht.txt', 'übersicht.txt'] },
  { what: 'three of them', names: ['abc', 'ABC', 'aBc'] },
])(
  'row 48: names that differ only in case ($what) are refused together, and nothing is written',
  async ({ names }, context) => {
    need(context, 'mounts', 'loop', 'exfat');
    const to = emptyFolder(exfatFolder());
    const { summary } = expectFailed(await runBounded(copying(treeOf(...names), to)), to, 'nameCollision');
    expect(summary.failures.map(({ code }) => code)).toEqual(names.slice(1).map(() => 'nameCollision'));
    expect(summary.stagingDir).toBeNull();
    expect(readdirSync(to)).toEqual([]);
  },
);

test('row 48: two selected items whose names differ only in case', async (context) => {
  need(context, 'mounts', 'loop', 'exfat');
  const to = emptyFolder(exfatFolder());
  const from = makeFiles(memoryFolder(), { 'one/Report.txt': 10, 'two/report.txt': 10 });
  const sources = [join(from, 'one', 'Report.txt'), join(from, 'two', 'report.txt')];
  expectFailed(await runBounded(copying(sources, to)), to, 'nameCollision');
  expect(readdirSync(to)).toEqual([]);
});

test('row 48: a name that the destination has in another case is taken', async (context) => {
  need(context, 'mounts', 'loop', 'exfat');
  const to = emptyFolder(exfatFolder());
  writeFileSync(join(to, 'REPORT.TXT'), 'precious');
  const source = join(makeFiles(memoryFolder(), { 'report.txt': 10 }), 'report.txt');
  const result = await runBounded(copying(source, to));
  expect(result.status).toBe(1);
  expect(jobSummary(result.stdout).failures).toMatchObject([{ code: 'destinationExists' }]);
  expect(readdirSync(to)).toEqual(['REPORT.TXT']);
});

test('row 49: every name that the destination does not take is told at once, and nothing is written', async (context) => {
  need(context, 'mounts', 'ntfs');
  const to = emptyFolder(windowsFolder());
  const bad = [
    'CON',
    'aux.txt',
    'a:b',
    'what?',
    'dot.',
    'blank ',
    'line\nfeed',
    'back\\slash',
    Buffer.from([0x66, 0xff]),
  ];
  const tree = treeOf(...bad);
  const { summary } = expectFailed(await runBounded(copying(tree, to)), to, 'nameNotAllowed');
  expect(summary.failures.map(({ code }) => code)).toEqual(bad.map(() => 'nameNotAllowed'));
  expect(summary.stagingDir).toBeNull();
  expect(readdirSync(to)).toEqual([]);
});

test.for([
  { what: 'exFAT', capability: 'exfat', make: exfatFolder },
  { what: 'NTFS', capability: 'ntfs', make: windowsFolder },
] as const)('a tree that $what can hold arrives whole', async ({ capability, make }, context) => {
  need(context, 'mounts', 'loop', capability);
  const to = emptyFolder(make());
  const files = { 'tree/Photo 1.jpg': 100 * KiB, 'tree/sub/ünï.txt': 0, 'tree/large.bin': 3000 * KiB };
  const tree = join(makeFiles(memoryFolder(), files), 'tree');
  const result = await runBounded(copying(tree, to));
  expect(result.status, result.stdout).toBe(0);
  expect(finalNames(to)).toEqual(['tree']);
  expectNothingPartial(to, [tree]);
});

test('a destination that shows names in another case than they were given cannot hold them', async (context) => {
  need(context, 'mounts', 'ntfs');
  const to = emptyFolder(windowsFolder({ ignoreCase: true }));
  const files = { 'tree/Photo 1.jpg': 10, 'tree/ABC': 10, 'tree/plain.txt': 10 };
  const tree = join(makeFiles(memoryFolder(), files), 'tree');
  const { summary } = expectFailed(await runBounded(copying(tree, to)), to, 'nameNotAllowed');
  expect(summary.failures.map(({ code, path }) => [code, path])).toEqual([
    ['nameNotAllowed', expect.stringMatching(/ABC$|Photo 1.jpg$/)],
    ['nameNotAllowed', expect.stringMatching(/ABC$|Photo 1.jpg$/)],
  ]);
  expect(readdirSync(to)).toEqual([]);
});

test('row 52: names of 255 bytes arrive, whatever the copy is called on its way', async (context) => {
  need(context, 'mounts');
  const names = ['x'.repeat(255), 'ü'.repeat(127), `${'y'.repeat(251)}.txt`];
  const tree = treeOf(...names);
  const long = join(makeFiles(memoryFolder(), { [`${'t'.repeat(255)}/file`]: 10 }), 't'.repeat(255));
  const to = memoryFolder();
  const result = await runBounded(copying([tree, long], to));
  expect(result.status, result.stdout).toBe(0);
  expectNothingPartial(to, [tree, long]);
  expect(readdirSync(join(to, 'tree')).sort()).toEqual(['plain.txt', ...names].sort());
});

test('row 50: names that could lead a terminal or a report astray arrive, and come out escaped', async (context) => {
  need(context, 'mounts');
  const names = ['line\nfeed', 'escape\u001b[2Jed', 'right\u202eleft', '-rf', '=cmd()', '$(id)', '"quotes"'];
  const tree = treeOf(...names);
  const to = memoryFolder();
  const result = await runBounded(['copy', tree, '--to', to]);
  expect(result.status, result.stderr).toBe(0);
  expectNothingPartial(to, [tree]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(result.stdout + result.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});
