import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobSummary } from '../support/cli';
import { need } from '../support/faults/capabilities';
import { runCommand } from '../support/faults/commands';
import { copying, runBounded } from '../support/faults/processes';
import { MiB, makeFiles, makeSmallTree } from '../support/faults/samples';
import { type SystemCall, tracedCalls, tracing } from '../support/faults/strace';
import { scratchFolder } from '../support/scratch';

// What the summary says of reads, held against what the system was asked for (strace).

const READING = ['read', 'pread64', 'readv', 'preadv', 'preadv2', 'copy_file_range', 'sendfile', 'splice', 'mmap'];
const OPENING = ['open', 'openat', 'openat2', 'creat'];

function bytesRead(calls: readonly SystemCall[], path: (path: string) => boolean): number {
  return calls
    .filter((call) => READING.includes(call.name) && call.path !== undefined && path(call.path) && call.result > 0)
    .reduce((sum, { result }) => sum + result, 0);
}

async function traced(sources: string[], ...more: string[]) {
  const folder = scratchFolder();
  const traces = join(folder, 'traces');
  mkdirSync(traces);
  const to = join(folder, 'to');
  const under = tracing(traces, [...READING, ...OPENING]);
  const result = await runBounded(copying(sources, to, ...more), { under });
  expect(result.status, result.stdout).toBe(0);
  return { calls: tracedCalls(traces), summary: jobSummary(result.stdout) };
}

test.for([
  { how: 'buffer reuse, `stream`', more: ['--verification', 'stream'], source: 1, destination: 0, saved: 2 },
  { how: 'buffer reuse, `readBack`', more: [], source: 1, destination: 1, saved: 1 },
  { how: 'buffer reuse, all lanes', more: ['--lanes', '4'], source: 1, destination: 1, saved: 1 },
  { how: 'three passes, `readBack`', more: ['--no-use-buffer-reuse'], source: 2, destination: 1, saved: 0 },
  {
    how: 'three passes, `stream`',
    more: ['--no-use-buffer-reuse', '--verification', 'stream'],
    source: 2,
    destination: 1,
    saved: 0,
  },
])('$how: $source reads of the source, $destination of the destination', async (given, context) => {
  need(context, 'strace');
  for (const size of [700_000, 9 * MiB + 123]) {
    const file = join(makeFiles(scratchFolder(), { 'single.bin': size }), 'single.bin');
    const { calls, summary } = await traced([file], ...given.more);
    const { source, destination, saved } = given;
    expect(summary).toMatchObject({ sourceReads: source, destinationReads: destination, readsSaved: saved });
    expect(bytesRead(calls, (path) => path === file)).toBe(source * size);
    expect(bytesRead(calls, (path) => path !== file && path.endsWith('/single.bin'))).toBe(destination * size);
  }
});

test('sha256, md5 and sha1 are taken from one read of the source', async (context) => {
  need(context, 'strace');
  const size = 5 * MiB + 123;
  const file = join(makeFiles(scratchFolder(), { 'single.bin': size }), 'single.bin');
  const { calls } = await traced([file], '--hash-algorithms', 'sha256,md5,sha1', '--verification', 'stream');
  expect(bytesRead(calls, (path) => path === file)).toBe(size);
  expect(calls.filter(({ name, opened }) => OPENING.includes(name) && opened === file)).toHaveLength(1);
});

test('sources are opened for reading only, without following links and without waiting, and closed folders too', async (context) => {
  need(context, 'strace');
  const tree = makeSmallTree(join(scratchFolder(), 'tree'));
  const { calls } = await traced([tree]);
  const opens = calls.filter(
    ({ name, opened }) => OPENING.includes(name) && (opened === tree || opened?.startsWith(`${tree}/`) === true),
  );
  const files = opens.filter(({ text }) => !text.includes('O_DIRECTORY'));
  expect(files.map(({ opened }) => opened?.slice(tree.length)).sort()).toEqual([
    '/a.bin',
    '/empty.txt',
    '/sub/large.bin',
    '/sub/z.txt',
  ]);
  for (const { text } of files) {
    expect(text).toMatch(/O_RDONLY/);
    expect(text).toMatch(/O_NOFOLLOW/);
    expect(text).toMatch(/O_NONBLOCK/);
    expect(text).toMatch(/O_NOATIME/);
  }
  for (const { text } of opens) expect(text).not.toMatch(/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/);
});

test('specials are never opened', async (context) => {
  need(context, 'strace', 'mounts');
  const tree = makeSmallTree(join(scratchFolder(), 'tree'));
  runCommand('mkfifo', join(tree, 'fifo'));
  runCommand('mknod', join(tree, 'device'), 'c', '1', '3');
  const { calls } = await traced([tree]);
  expect(
    calls.filter(({ opened, text }) => /\/(fifo|device)$/.test(opened ?? '') || /\/(fifo|device)"/.test(text)),
  ).toEqual([]);
});
