import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { expectNothingPartial, finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { copyWhile } from '../support/faults/copyWhile';
import { memoryFolder } from '../support/faults/mounts';
import { copying, runBounded, until } from '../support/faults/processes';
import { contentOf, makeFiles } from '../support/faults/samples';

// Row 44. Somebody else swaps folders for links while the copy runs: nothing is written where it does not belong.

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
