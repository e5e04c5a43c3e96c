import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/cli/arguments/command';
import { parseCommand } from '../../src/cli/arguments/parseCommand';
import { UsageError } from '../../src/cli/arguments/usageError';
import { VERSION } from '../../src/engine/model/version';
import { jsonLines, runCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';

const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [[], /which command/],
  [['frobnicate', 'a'], /no command frobnicate/],
  [['copy', '--to', '/out'], /what is to be copied/],
  [['copy', 'a'], /where to/],
  [['copy', '', '--to', '/out'], /SOURCE is empty/],
  [['copy', 'a', '--to', ''], /--to is empty/],
  [['copy', 'a', '--to', '/out', '--frobnicate'], /frobnicate/],
  [['compare', 'a', '--to', '/out', '--to', '/out2'], /one --to DIR/],
  [['copy', 'a', '--to', '/out', '--to', '/out2', '--records-dir', '/r'], /records of its own/],
  [['copy', 'a', ...[...'123456789'].flatMap((each) => ['--to', each])], /at most 8 --to DIR/],
  [['copy', 'a', '--to'], /to/],
  [['copy', 'a', '--to', '/out', '--verification', 'sure'], /stream, readBack, device/],
  [['copy', 'a', '--to', '/out', '--conflict', 'ask'], /fail, skipIdentical, rename, overwrite/],
  [['copy', 'a', '--to', '/out', '--on-item-error', 'cry'], /continue, stop/],
  [['copy', 'a', '--to', '/out', '--buffer-size-kb', 'big'], /number of KiB/],
  [['copy', 'a', '--to', '/out', '--lanes', '9'], /--lanes takes 1, 2, 3, 4, auto, not 9/],
  [['copy', 'a', '--to', '/out', '--buffer-size-kb', '-1'], /./],
  [['copy', 'a', '--to', '/out', '--hash-algorithms', 'sha3'], /not sha3/],
  [['copy', 'a', '--to', '/out', '--hash-algorithms', ''], /./],
  [['copy', 'a', '--to', '/out', '--hash-algorithms', 'md5,blake3'], /sha256 or sha512/],
  [['copy', 'a', '--to', '/out', '--hash-algorithms', 'sha256,sha256'], /only once/],
  [['copy', 'a', '--to', '/out', '--layout', 'odd'], /plain, bag/],
  [['copy', 'a', '--to', '/out', '--zip', 'rar'], /none, store, deflate/],
  [['copy', 'a', '--to', '/out', '--folder-template', '{caseNumber}'], /needs \{caseNumber\}/],
  [['copy', 'a', '--to', '/out', '--folder-template', '../{label}'], /stays in the destination/],
  [['copy', 'a', '--to', '/out', '--label', ''], /text on one line, 1 to 200 characters/],
  [['copy', 'a', '--to', '/out', '--label', 'two\nlines'], /text on one line/],
  [['copy', 'a', '--to', '/out', '--label', 'x'.repeat(201)], /text on one line/],
  [['copy', 'a', '--to', '/out', '--no-records', '--records-dir', '/r'], /exclude each other/],
  [['compare', 'a', 'b', '--to', '/out'], /one SOURCE/],
  [['self-test', 'a'], /makes its own/],
  [['self-test', '--to', '/a', '--to', '/b'], /one --to/],
  [['self-test', '--zip', 'store'], /does not take --zip/],
];

function requestOf(command: Command) {
  if (command.name !== 'copy' && command.name !== 'compare') throw new Error(`parsed as ${command.name}`);
  return command.request;
}

describe('C: wrong usage', () => {
  test.each(WRONG)('%j is refused with a message', (args, message) => {
    expect(() => parseCommand(args, '/cwd')).toThrow(UsageError);
    expect(() => parseCommand(args, '/cwd')).toThrow(message);
  });

  test('prints a message on standard error, nothing on standard output, writes nothing and exits 2', async () => {
    const root = scratchFolder();
    makeTree(root, { a: 'x' });
    const result = await runCli(['copy', join(root, 'a'), '--to', join(root, 'out'), '--conflict', 'ask']);
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toMatch(/^evidence-copy: --conflict takes .*\nSee evidence-copy --help\.\n$/);
    expect(readdirSync(root)).toEqual(['a']);
  });

  test.each([
    [['re\u001b[31md\nline'], 'there is no command re\\x1B[31md\\x0Aline'],
    [['copy', '--re\u001b[31md\nline'], "Unknown option '--re\\x1B[31md line'"],
    [['copy', 'a', '--to', '/out', '--zip', '\u001b[31m\n'], '--zip takes none, store, deflate, not \\x1B[31m\\x0A\n'],
    [['copy', 'a', '--to', '/out', '--lanes', '\u202e'], 'not \\u{202E}\n'],
    [['copy', 'a', '--to', '/out', '--buffer-size-kb', '\u001b'], 'not \\x1B\n'],
    [['copy', 'a', '--to', '/out', '--hash-algorithms', '\u001b'], 'not \\x1B\n'],
    [['copy', 'a', '--to', '/out', '--stall-seconds', '\u001b'], 'not \\x1B\n'],
  ])('R6: %j, which a shell may have made of hostile file names, is printable', async (args, message) => {
    const { status, stderr } = await runCli(args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^[^\p{Cc}\u202e]+\n[^\p{Cc}]+\n$/u);
  });

  test('with --json is one line of JSON on standard output, and exit 2', async () => {
    for (const args of [
      ['copy', '--json'],
      ['--json', 'nonsense'],
      ['copy', 'a', '--to', '/x', '--frobnicate', '--json'],
    ]) {
      const result = await runCli(args);
      expect(result).toMatchObject({ status: 2, stderr: '' });
      expect(jsonLines(result.stdout)).toEqual([{ type: 'usageError', message: expect.stringMatching(/.{10}/) }]);
    }
  });
});

describe('C: a command line', () => {
  test('without options has the built-in defaults', () => {
    expect(requestOf(parseCommand(['copy', 'a', '/b/c', '--to', 'out'], '/cwd'))).toEqual({
      label: 'a',
      sources: ['/cwd/a', '/b/c'],
      destinations: ['/cwd/out'],
      verification: 'device',
      requireGrade: false,
      retryMismatch: true,
      hashAlgorithms: ['sha256'],
      useBufferReuse: true,
      bufferSizeKB: 1024,
      lanes: 'auto',
      layout: 'plain',
      zip: 'none',
      conflict: 'fail',
      onItemError: 'continue',
      onReadError: 'fail',
      onSourceChange: 'fail',
      records: { write: true },
    });
  });

  test('gives every option to the request', () => {
    const args = ['copy', 'a', '--to', '/out', '--verification', 'stream', '--require-grade', '--no-use-buffer-reuse'];
    args.push(
      '--buffer-size-kb',
      '64',
      '--hash-algorithms',
      'sha256',
      '--conflict',
      'rename',
      '--on-item-error',
      'stop',
    );
    args.push('--lanes', '2', '--layout', 'plain', '--zip', 'none', '--records-dir', 'rec', '--label', 'Case 1');
    expect(requestOf(parseCommand(args, '/cwd'))).toMatchObject({
      label: 'Case 1',
      verification: 'stream',
      requireGrade: true,
      retryMismatch: true,
      useBufferReuse: false,
      bufferSizeKB: 64,
      lanes: '2',
      conflict: 'rename',
      onItemError: 'stop',
      records: { write: true, folder: '/cwd/rec' },
    });
    expect(requestOf(parseCommand(['copy', 'a', '--to', '/out', '--no-records'], '/cwd')).records).toEqual({
      write: false,
    });
  });

  test('takes options anywhere, and everything after -- as a source', () => {
    expect(requestOf(parseCommand(['--json', 'copy', '--to', '/out', 'a'], '/c')).sources).toEqual(['/c/a']);
    expect(requestOf(parseCommand(['copy', '--to', '/out', '--', '--to', '-rf'], '/c')).sources).toEqual([
      '/c/--to',
      '/c/-rf',
    ]);
    expect(requestOf(parseCommand(['copy', '--to=/out', 'a'], '/c')).destinations).toEqual(['/out']);
  });
});

test.each([['--help'], ['-h'], ['help']])('C: %s tells how to use it and exits 0', async (arg) => {
  const result = await runCli([arg]);
  expect(result).toMatchObject({ status: 0, stderr: '' });
  for (const option of [
    '--to',
    '--verification',
    '--conflict',
    '--no-records',
    '--json',
    '--quiet',
    'compare',
    '130',
  ]) {
    expect(result.stdout).toContain(option);
  }
});

test('C: --version names the version of the package', async () => {
  expect(await runCli(['--version'])).toMatchObject({ status: 0, stdout: `evidence-copy ${VERSION}\n`, stderr: '' });
});
