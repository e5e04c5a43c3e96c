import { chmodSync, chownSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { expectFailed, finalNames } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { runCommand } from '../support/faults/commands';
import { memoryFolder } from '../support/faults/mounts';
import { endsOf } from '../support/faults/outcomes';
import { copying, runBounded } from '../support/faults/processes';
import { contentOf, makeFiles } from '../support/faults/samples';

// Things in a source that are no ordinary files, and things that one may not touch. Nothing hangs.

async function makeSpecials(tree: string): Promise<void> {
  runCommand('mkfifo', join(tree, 'fifo'));
  runCommand('mknod', join(tree, 'null'), 'c', '1', '3');
  runCommand('mknod', join(tree, 'disk'), 'b', '7', '250');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(tree, 'socket'), resolve));
  onTestFinished(() => void server.close());
}

test('rows 53, 54: FIFO, socket and devices are recorded and never opened; the job is complete', async (context) => {
  need(context, 'mounts');
  const tree = join(makeFiles(memoryFolder(), { 'tree/a.bin': 100 }), 'tree');
  await makeSpecials(tree);
  const to = memoryFolder();
  const result = await runBounded(copying(tree, to), { limitMs: 10_000 });
  expect(result.status, result.stdout).toBe(0);
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'complete', items: { recorded: 4 } });
  expect(endsOf(result.stdout)).toEqual({
    tree: 'copied',
    'tree/a.bin': 'copied',
    'tree/disk': 'recorded',
    'tree/fifo': 'recorded',
    'tree/null': 'recorded',
    'tree/socket': 'recorded',
  });
  expect(readdirSync(join(to, 'tree'))).toEqual(['a.bin']);
});

test('row 53: a FIFO that was selected itself does not hang', async (context) => {
  need(context, 'mounts');
  const fifo = join(memoryFolder(), 'fifo');
  runCommand('mkfifo', fifo);
  const to = memoryFolder();
  const result = await runBounded(copying(fifo, to), { limitMs: 10_000 });
  expect(endsOf(result.stdout)).toEqual({ fifo: 'recorded' });
  expect(finalNames(to)).toEqual([]);
});

test('row 55: links are copied as links; loops and links to the source itself are not followed', async (context) => {
  need(context, 'mounts');
  const tree = join(makeFiles(memoryFolder(), { 'tree/sub/a.bin': 100 }), 'tree');
  symlinkSync('.', join(tree, 'self'));
  symlinkSync('..', join(tree, 'sub', 'up'));
  symlinkSync('loop', join(tree, 'loop'));
  symlinkSync('/', join(tree, 'root'));
  symlinkSync('nowhere', join(tree, 'dangling'));
  const to = memoryFolder();
  const result = await runBounded(copying(tree, to), { limitMs: 10_000 });
  expect(result.status, result.stdout).toBe(0);
  expect(contentOf(join(to, 'tree'))).toEqual(contentOf(tree));
  expect(Object.keys(endsOf(result.stdout))).toHaveLength(8);
});

test.for(['/proc/version', '/sys/kernel/profiling', '/proc/self/status'])(
  'row 59: %s, whose size is not what it gives, is never complete in silence',
  async (source, context) => {
    need(context, 'mounts');
    const to = memoryFolder();
    const result = await runBounded(copying(source, to));
    const { status, failures } = jobSummary(result.stdout);
    expect([result.status, status]).toEqual([1, 'incomplete']);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.code).toMatch(/sizeMismatch|sourceChanged|readError/);
    expect(finalNames(to)).toEqual([]);
  },
);

test('row 60: what one may not read fails by itself, all else arrives', async (context) => {
  need(context, 'mounts', 'otherUser');
  const from = memoryFolder();
  const tree = join(makeFiles(from, { 'tree/a.bin': 100, 'tree/secret.bin': 100, 'tree/closed/b.bin': 100 }), 'tree');
  chmodSync(join(tree, 'secret.bin'), 0o000);
  chmodSync(join(tree, 'closed'), 0o000);
  const to = join(memoryFolder(), 'to');
  mkdirSync(to);
  chownSync(to, 65534, 65534);
  for (const folder of [from, to, join(to, '..')]) openTheWay(folder);
  const under = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const result = await runBounded(copying(tree, to), { under });
  expect(result.status).toBe(1);
  expect(jobSummary(result.stdout)).toMatchObject({ status: 'incomplete' });
  expect(endsOf(result.stdout)).toEqual({
    tree: 'copied',
    'tree/a.bin': 'copied',
    'tree/secret.bin': 'permissionDenied',
    'tree/closed': 'permissionDenied',
  });
  expect([...contentOf(join(to, 'tree (INCOMPLETE)')).keys()]).toEqual(['', '/a.bin']);
});

test('row 60: a destination in which one may not write is refused with a sentence of its own', async (context) => {
  need(context, 'mounts', 'otherUser');
  const from = memoryFolder();
  const source = join(makeFiles(from, { 'a.bin': 100 }), 'a.bin');
  const to = memoryFolder();
  chmodSync(to, 0o755);
  for (const folder of [from, to]) openTheWay(folder);
  const under = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const { failure } = expectFailed(await runBounded(copying(source, to), { under }), to, 'permissionDenied');
  expect(failure.message).toMatch(/may not write/);
  expect(readdirSync(to)).toEqual([]);
});

test('row 60: not even root writes into a folder that is immutable', async (context) => {
  need(context, 'mounts', 'chattr');
  const source = join(makeFiles(memoryFolder(), { 'a.bin': 100 }), 'a.bin');
  const to = memoryFolder();
  runCommand('chattr', '+i', to);
  onTestFinished(() => void runCommand('chattr', '-i', to));
  const { failure } = expectFailed(await runBounded(copying(source, to)), to, 'permissionDenied');
  expect(failure.message).toMatch(/may not write/);
  expect(readdirSync(to)).toEqual([]);
});

test('row 60: an immutable source is copied', async (context) => {
  need(context, 'mounts', 'chattr');
  const source = join(makeFiles(memoryFolder(), { 'a.bin': 100 }), 'a.bin');
  runCommand('chattr', '+i', source);
  onTestFinished(() => void runCommand('chattr', '-i', source));
  const to = memoryFolder();
  const result = await runBounded(copying(source, to));
  expect(result.status, result.stdout).toBe(0);
  expect(finalNames(to)).toEqual(['a.bin']);
});

/** Lets everybody reach a folder of the tests. */
function openTheWay(folder: string): void {
  for (let at = folder; at.includes('evidence-copy-test-'); at = join(at, '..')) chmodSync(at, 0o755);
}
