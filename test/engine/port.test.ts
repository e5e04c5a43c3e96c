import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Folder } from '../../src/engine/fs/fileSystem';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { removeTree } from '../../src/engine/fs/removeTree';
import { TreeCursor } from '../../src/engine/fs/treeCursor';
import { scratchFolder } from '../support/scratch';
import { fifo, file, folder, link, makeTree } from '../support/tree';

function openScratch(): { root: string; open: Folder } {
  const root = scratchFolder();
  const open = nodeFileSystem.openFolder(root);
  onTestFinished(() => open.close());
  return { root, open };
}

const code = (name: string) => expect.objectContaining({ name: 'SystemError', code: name });

describe('the file system port', () => {
  test.each(['', '.', '..', 'a/b', '/etc/passwd', 'a\0b', '../x'])('takes single names only: not %j', (name) => {
    const { open } = openScratch();
    const calls = [
      () => open.find(name),
      () => open.openFile(name),
      () => open.openFolder(name),
      () => open.createFile(name),
      () => open.makeFolder(name),
      () => open.makeLink(name, 'x'),
      () => open.removeFile(name),
      () => open.removeFolder(name),
    ];
    for (const call of calls) expect(call).toThrow(code('EINVAL'));
  });

  test('follows no link: neither to read, nor to list, nor to write through', () => {
    const { root, open } = openScratch();
    makeTree(root, {
      file: 'x',
      folder: {},
      'to file': link('file'),
      'to folder': link('folder'),
      dangling: link('new'),
    });
    expect(() => open.openFile('to file')).toThrow(code('ELOOP'));
    expect(() => open.openFolder('to folder')).toThrow(code('ENOTDIR'));
    expect(() => open.createFile('dangling')).toThrow(code('EEXIST'));
    expect(open.find('to file')?.kind).toBe('link');
    expect(readdirSync(root)).not.toContain('new');
  });

  test('does not wait for a FIFO', () => {
    const { root, open } = openScratch();
    makeTree(root, { pipe: fifo() });
    const opened = open.openFile('pipe');
    expect(opened.stat().kind).toBe('fifo');
    opened.close();
  });

  test('never replaces what exists when it makes something', () => {
    const { root, open } = openScratch();
    makeTree(root, { a: 'old', other: 'x' });
    expect(() => open.createFile('a')).toThrow(code('EEXIST'));
    expect(() => open.makeFolder('a')).toThrow(code('EEXIST'));
    expect(() => open.makeLink('a', 'x')).toThrow(code('EEXIST'));
    expect(() => open.addName(open, 'other', 'a')).toThrow(code('EEXIST'));
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('old');
  });

  test('makes files and folders that nobody else may open yet', () => {
    const { open } = openScratch();
    const made = open.createFile('a');
    open.makeFolder('b');
    expect([made.stat().mode & 0o077, open.find('b')?.mode]).toEqual([0, 0o700]);
    made.close();
  });

  test.skipIf(process.platform !== 'linux')('means the folder that was opened, whatever is done to its path', () => {
    const { root, open } = openScratch();
    makeTree(root, { real: { inside: 'x' }, trap: {} });
    const held = open.openFolder('real');
    renameSync(join(root, 'real'), join(root, 'moved'));
    symlinkSync('trap', join(root, 'real'));
    expect(held.find('inside')?.kind).toBe('file');
    held.createFile('new').close();
    held.close();
    expect(readdirSync(join(root, 'trap'))).toEqual([]);
    expect(readdirSync(join(root, 'moved')).sort()).toEqual(['inside', 'new']);
  });

  test('tells an error with its name, its call and the path it was about', () => {
    const { root, open } = openScratch();
    expect(() => open.openFile('missing')).toThrow(
      expect.objectContaining({ code: 'ENOENT', syscall: 'open', path: join(root, 'missing') }),
    );
  });
});

test('invariant 2: what a source looks like, its access times included, is the same after a listing and a read', () => {
  const { root, open } = openScratch();
  makeTree(root, { a: 'x' });
  // Older than its last change: that is when most systems renew an access time.
  execFileSync('touch', ['-a', '-d', '@1000', join(root, 'a')]);
  const before = open.find('a');
  const opened = open.openFile('a');
  opened.read(Buffer.alloc(10), 10, 0);
  opened.close();
  expect(open.find('a')).toEqual(before);
});

test('a tree is removed without following its links, whatever modes lie in it', () => {
  const { root, open } = openScratch();
  makeTree(root, {
    outside: { kept: 'x' },
    tree: folder(
      { '\udcff': 'x', l: link('../outside'), d: folder({ e: file('y', { mode: 0 }) }, { mode: 0o500 }) },
      { mode: 0o500 },
    ),
  });
  removeTree(open, 'tree');
  expect(readdirSync(root)).toEqual(['outside']);
  expect(readdirSync(join(root, 'outside'))).toEqual(['kept']);
});

describe('a walk through a tree', () => {
  test('opens each folder on the way once and leaves it when all in it is done', () => {
    const { root, open } = openScratch();
    mkdirSync(join(root, 'a/b/c'), { recursive: true });
    mkdirSync(join(root, 'a/d'), { recursive: true });
    const left: string[] = [];
    const cursor = new TreeCursor(open, (_, path) => left.push(path));
    const b = cursor.folder('a/b');
    expect(cursor.folder('a/b/c').path).toBe(join(root, 'a/b/c'));
    expect(cursor.folder('a/b')).toBe(b);
    cursor.moveTo('a/d');
    expect(left).toEqual(['a/b/c', 'a/b']);
    cursor.folder('a/d');
    cursor.finish();
    expect(left).toEqual(['a/b/c', 'a/b', 'a/d', 'a']);
  });

  test('that is given up closes its folders and says nothing', () => {
    const { root, open } = openScratch();
    mkdirSync(join(root, 'a/b'), { recursive: true });
    const left: string[] = [];
    const cursor = new TreeCursor(open, (_, path) => left.push(path));
    const b = cursor.folder('a/b');
    cursor.abandon();
    expect(left).toEqual([]);
    expect(() => b.stat()).toThrow(code('EBADF'));
  });

  test('a name that begins like another is another', () => {
    const { root, open } = openScratch();
    mkdirSync(join(root, 'ab'));
    mkdirSync(join(root, 'a'));
    writeFileSync(join(root, 'ab', 'x'), '');
    const cursor = new TreeCursor(open);
    cursor.folder('a');
    expect(cursor.folder('ab').find('x')?.kind).toBe('file');
    cursor.finish();
  });
});
