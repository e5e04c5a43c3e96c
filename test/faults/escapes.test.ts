import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { expectFailed, expectNothingPartial, finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { faultFs } from '../support/faults/faultfs/client';
import { boundFolder, memoryFolder } from '../support/faults/mounts';
import { copying, runBounded, until } from '../support/faults/processes';
import { contentOf, KiB, MiB, makeFiles, sampleBytes } from '../support/faults/samples';
import { scratchFolder } from '../support/scratch';

// Somebody else plays with names while the copy runs, or has prepared them: nothing is written where it does not belong,
// nothing that exists is lost.

/** Copies two files and does something while the second is being read. */
async function copyWhile(act: (to: string) => void, to: string, ...more: string[]) {
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': 100 * KiB, 'tree/b.bin': 3 * MiB });
  await source.setRules({ op: 'read', path: 'b.bin', times: 1, fault: { kind: 'hold' } });
  const running = runBounded(copying(join(source.folder, 'tree'), to, ...more));
  await source.waitUntilHolding();
  act(to);
  await source.release();
  return { result: await running, source };
}

test('row 44: a destination that is swapped for a link in mid-copy: nothing is written behind the link', async (context) => {
  need(context, 'mounts', 'fuse');
  const root = memoryFolder();
  const [to, away, evil] = ['to', 'away', 'evil'].map((name) => join(root, name)) as [string, string, string];
  mkdirSync(to);
  mkdirSync(evil);
  const { result } = await copyWhile(() => {
    renameSync(to, away);
    symlinkSync(evil, to);
  }, to);
  expect([...contentOf(evil).keys()], result.stdout).toEqual(['']);
  // What was begun in the folder that was chosen stays in it.
  expect(readdirSync(away)).not.toEqual([]);
});

test.for(['payload', 'payload/tree'])(
  'row 44: %s in the staging folder is swapped for a link: nothing is written behind it',
  async (name, context) => {
    need(context, 'mounts', 'fuse');
    const root = memoryFolder();
    const [to, evil] = [join(root, 'to'), join(root, 'evil')];
    mkdirSync(to);
    mkdirSync(evil);
    const { result, source } = await copyWhile(() => {
      const [staging = ''] = stagingFolders(to);
      renameSync(join(staging, name), join(root, 'away'));
      symlinkSync(evil, join(staging, name));
    }, to);
    expect([...contentOf(evil).keys()]).toEqual(['']);
    // The payload folder is held open, so it goes on being the one that was made; a folder in it is opened by its name.
    if (name === 'payload') expectNothingPartial(to, [join(source.folder, 'tree')]);
    else expect(finalNames(to)).toEqual([]);
    expect(result.status, result.stdout).toBe(name === 'payload' ? 0 : 1);
  },
);

/** Swaps folders for links and back as fast as it can, until the test has finished. */
function swapper(evil: string, ...folders: string[]): ChildProcess {
  const program = join(import.meta.dirname, '../support/faults/swapper.mjs');
  const child = spawn(process.execPath, [program, evil, ...folders], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('row 44: a destination that is swapped for a link and back all the time: nothing is written behind the link', async (context) => {
  need(context, 'mounts');
  const root = memoryFolder();
  const [to, evil] = [join(root, 'to'), join(root, 'evil')];
  mkdirSync(to);
  mkdirSync(evil);
  const files = Array.from({ length: 2000 }, (_, index) => [`tree/${index % 40}/${index}.txt`, 20] as const);
  const tree = join(makeFiles(memoryFolder(), Object.fromEntries(files)), 'tree');
  const running = runBounded(copying(tree, to, '--no-records'));
  await until('the staging folder', () => stagingFolders(to).length > 0);
  const racer = swapper(evil, to);
  const result = await running;
  expect(racer.exitCode, 'the swapper ran all the time').toBeNull();
  racer.kill('SIGKILL');
  expect([...contentOf(evil).keys()]).toEqual(['']);
  const real = [to, `${to}.away`].find((path) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true);
  expect(result.status, result.stdout.slice(-2000)).toBe(0);
  expect(contentOf(join(real ?? '', 'tree'))).toEqual(contentOf(tree));
});

test('row 44: folders in the staging folder that are swapped all the time: nothing is written behind a link', async (context) => {
  need(context, 'mounts');
  const root = memoryFolder();
  const [to, evil] = [join(root, 'to'), join(root, 'evil')];
  mkdirSync(to);
  mkdirSync(evil);
  const files = Array.from({ length: 2000 }, (_, index) => [`tree/${index % 20}/${index}.txt`, 20] as const);
  const tree = join(makeFiles(memoryFolder(), Object.fromEntries(files)), 'tree');
  const seen = new Set<string>();
  for (let round = 0; round < 4; round++) {
    const running = runBounded(copying(tree, to, '--no-records'));
    const staging = await until('a new staging folder', () => stagingFolders(to).find((path) => !seen.has(path)));
    seen.add(staging);
    const inside = Array.from({ length: 20 }, (_, index) => join(staging, 'payload', 'tree', String(index)));
    const racer = swapper(evil, ...inside);
    const { status } = await running;
    racer.kill('SIGKILL');
    await new Promise((resolve) => racer.once('exit', resolve));
    expect([...contentOf(evil).keys()]).toEqual(['']);
    // Either nobody was hit, or it was noticed: what is changed between validation and publishing is seen afterwards.
    if (status === 0) expect(contentOf(join(to, 'tree'))).toEqual(contentOf(tree));
    else expect(status).toBe(1);
    if (existsSync(join(to, 'tree'))) renameSync(join(to, 'tree'), join(root, `done-${round}`));
  }
});

test.for([
  { what: 'a link that leads nowhere', make: (path: string) => symlinkSync('nowhere', path) },
  { what: 'a link to a file', make: (path: string) => symlinkSync('other', path) },
])('row 45: $what under the final name is never written through', async ({ make }, context) => {
  need(context, 'mounts');
  const source = join(makeFiles(memoryFolder(), { 'single.bin': 1000 }), 'single.bin');
  for (const conflict of ['fail', 'skipIdentical', 'rename', 'overwrite']) {
    const to = memoryFolder();
    writeFileSync(join(to, 'other'), 'precious');
    make(join(to, 'single.bin'));
    const result = await runBounded(copying(source, to, '--conflict', conflict));
    expect(readFileSync(join(to, 'other'), 'utf8')).toBe('precious');
    expect(existsSync(join(to, 'nowhere'))).toBe(false);
    const isReplaced = conflict === 'overwrite';
    expect(lstatSync(join(to, 'single.bin')).isSymbolicLink(), conflict).toBe(!isReplaced);
    expect(result.status, conflict).toBe(conflict === 'fail' || conflict === 'skipIdentical' ? 1 : 0);
    if (conflict === 'rename') expect(existsSync(join(to, 'single (2).bin'))).toBe(true);
  }
});

test.for([
  { what: 'a file', make: (path: string) => writeFileSync(path, 'precious') },
  { what: 'a link', make: (path: string) => symlinkSync('precious', path) },
  { what: 'an empty folder', make: (path: string) => mkdirSync(path) },
  {
    what: 'a folder with something in it',
    make: (path: string) => makeFiles(path, { 'precious.txt': 10 }),
  },
])(
  'row 45: $what that takes the final name in mid-copy is left as it is, and the copy is kept',
  async ({ make }, context) => {
    need(context, 'mounts', 'fuse');
    const to = memoryFolder();
    const { result, source } = await copyWhile(() => void make(join(to, 'tree')), to);
    const twin = join(memoryFolder(), 'tree');
    make(twin);
    expect(result.status).toBe(1);
    const { stagingDir, failures } = jobSummary(result.stdout);
    expect(failures.length).toBeGreaterThan(0);
    expect(contentOf(join(to, 'tree'))).toEqual(contentOf(twin));
    expect(contentOf(join(stagingDir ?? '', 'payload', 'tree'))).toEqual(contentOf(join(source.backing, 'tree')));
  },
);

test('row 46: a file is never copied onto itself, nor onto a hard link of it', async () => {
  const root = scratchFolder();
  const source = join(makeFiles(join(root, 'from'), { 'single.bin': 1000 }), 'single.bin');
  const other = join(root, 'other');
  mkdirSync(other);
  linkSync(source, join(other, 'single.bin'));
  for (const conflict of ['fail', 'skipIdentical', 'overwrite']) {
    for (const to of [join(root, 'from'), other]) {
      const result = await runBounded(copying(source, to, '--conflict', conflict, '--no-records'));
      expect(result.status, conflict).toBe(1);
      expect(jobSummary(result.stdout).failures, conflict).toMatchObject([{ code: 'sameFile' }]);
      expect(readFileSync(source).equals(sampleBytes(1000, 1))).toBe(true);
      expect(readdirSync(to)).toEqual(['single.bin']);
    }
  }
});

test('row 46: a file below a merged folder that is a hard link of its source is left alone', async () => {
  const root = scratchFolder();
  const tree = join(makeFiles(join(root, 'from'), { 'tree/single.bin': 1000 }), 'tree');
  mkdirSync(join(root, 'to', 'tree'), { recursive: true });
  linkSync(join(tree, 'single.bin'), join(root, 'to', 'tree', 'single.bin'));
  const result = await runBounded(copying(tree, join(root, 'to'), '--conflict', 'overwrite', '--no-records'));
  expect(result.status).toBe(1);
  expect(jobSummary(result.stdout).failures).toMatchObject([{ code: 'sameFile' }]);
  expect(readFileSync(join(tree, 'single.bin')).equals(sampleBytes(1000, 1))).toBe(true);
});

test('row 47: a destination inside the source is found by device and inode, where no path shows it', async (context) => {
  need(context, 'mounts');
  const tree = join(makeFiles(memoryFolder(), { 'tree/sub/a.bin': 1000 }), 'tree');
  const hidden = boundFolder(join(tree, 'sub'));
  for (const to of [hidden, join(hidden, 'new'), join(tree, 'sub'), join(tree, 'sub', 'new'), tree]) {
    expectFailed(await runBounded(copying(tree, to)), join(tree, 'nothing'), 'destinationInsideSource');
    expect([...contentOf(tree).keys()]).toEqual(['', '/sub', '/sub/a.bin']);
  }
});

test('row 47: a source that is bound into the destination is no reason to refuse', async (context) => {
  need(context, 'mounts');
  const tree = join(makeFiles(memoryFolder(), { 'tree/a.bin': 1000 }), 'tree');
  const to = memoryFolder();
  symlinkSync(tree, join(to, 'elsewhere'));
  const result = await runBounded(copying(tree, to));
  expect(result.status).toBe(0);
  expect(readlinkSync(join(to, 'elsewhere'))).toBe(tree);
});
