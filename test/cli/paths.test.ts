import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastArguments } from '../../src/cli/arguments/rawArguments';
import { fromBytes } from '../../src/engine/model/text/pathText';
import { BUNDLES } from '../support/bundles';
import { collect, jobSummary, jsonLines, runCli } from '../support/cli';
import { bytesOf } from '../support/pathBytes';
import { holds } from '../support/property';
import { scratchFolder } from '../support/scratch';
import { link, makeTree } from '../support/tree';
import { readTree, treeDifferences } from '../support/treeDifferences';

/** Runs the command line with arguments of any bytes, which Node itself cannot pass on. */
async function runWithBytes(args: readonly string[], folder: string) {
  const list = join(folder, 'arguments');
  writeFileSync(list, Buffer.concat(args.map((argument) => Buffer.concat([bytesOf(argument), Buffer.from([0])]))));
  const child = spawn('xargs', ['-0', '-a', list, process.execPath, BUNDLES.cli], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return collect(child).result;
}

describe('C: paths on the command line', () => {
  test('are relative to the working folder, source and destination alike', async () => {
    const root = scratchFolder();
    makeTree(root, { work: { a: 'x', 'sub folder': { b: 'y' } } });
    const args = ['copy', 'a', './sub folder/../sub folder/b', '--to', '../out/deep', '--records-dir', 'rec', '--json'];
    const { status, stdout } = await runCli(args, { cwd: join(root, 'work') });
    expect(status).toBe(0);
    const summary = jobSummary(stdout);
    expect(summary).toMatchObject({ destination: join(root, 'out', 'deep') });
    expect(summary.recordsDir?.startsWith(join(root, 'work', 'rec'))).toBe(true);
    expect([...readTree(join(root, 'out', 'deep')).keys()].sort()).toEqual(['', 'a', 'b']);
  });

  test('that begin with a dash stand after --', async () => {
    const root = scratchFolder();
    makeTree(root, { '-rf': 'x', '--to': 'y', '--json': 'z' });
    const { status } = await runCli(['copy', '--to', 'out', '--', '-rf', '--to', '--json'], { cwd: root });
    expect(status).toBe(0);
    expect([...readTree(join(root, 'out')).keys()]).toEqual(expect.arrayContaining(['-rf', '--to', '--json']));
  });

  test('of a link name the link, not what it points to', async () => {
    const root = scratchFolder();
    makeTree(root, { folder: { a: 'x' }, l: link('folder') });
    const { stdout } = await runCli(['copy', join(root, 'l/'), '--to', join(root, 'out'), '--json']);
    expect(jobSummary(stdout)).toMatchObject({ status: 'complete', files: 0 });
    expect(readTree(join(root, 'out')).get('l')?.kind).toBe('link');
  });

  test('with an empty name, a star or a quote mean themselves', async () => {
    const root = scratchFolder();
    makeTree(root, { '*': 'star', 'a "b" \'c\' $HOME': 'y', other: 'z' });
    const { status } = await runCli(['copy', '*', 'a "b" \'c\' $HOME', '--to', 'out', '--no-records'], { cwd: root });
    expect(status).toBe(0);
    expect([...readTree(join(root, 'out')).keys()].sort()).toEqual(['', '*', 'a "b" \'c\' $HOME']);
  });
});

describe.skipIf(process.platform !== 'linux')('E8: paths on the command line that are not UTF-8', () => {
  test('are copied byte for byte, source and destination alike, and stand in the output with their bytes', async () => {
    const root = scratchFolder();
    const name = 'caf\udce9 \udcff';
    makeTree(root, { [name]: { 'inner \udc80': 'x' }, plain: 'y' });
    const destination = `${root}/out \udcfe`;
    const args = ['copy', `${root}/${name}`, join(root, 'plain'), '--to', destination, '--json'];
    const { status, stdout } = await runWithBytes(args, root);
    expect(status).toBe(0);
    expect(treeDifferences(bytesOf(`${root}/${name}`), bytesOf(`${destination}/${name}`))).toEqual([]);
    const items = jsonLines(stdout).filter(({ type }) => type === 'itemFinished');
    const bytes = (path: string) => bytesOf(path).toString('base64');
    expect(items.find(({ pathBase64 }) => pathBase64 === bytes(`${name}/inner \udc80`))).toMatchObject({
      path: 'caf\\xE9 \\xFF/inner \\x80',
      sourceBase64: bytes(`${root}/${name}/inner \udc80`),
      destinationBase64: bytes(`${destination}/${name}/inner \udc80`),
    });
    expect(items.find(({ path }) => path === 'plain')).not.toHaveProperty('pathBase64');
    expect(jobSummary(stdout)).toMatchObject({ status: 'complete', destinationBase64: bytes(destination) });
  });

  test('are named in a usage error in printable form', async () => {
    const root = scratchFolder();
    const { stderr } = await runWithBytes(['copy', 'a', '--to', '/x', '--conflict', '\udcff'], root);
    expect(Buffer.from(stderr).includes(Buffer.from([0xff]))).toBe(false);
    expect(stderr).toMatch(/--conflict takes/);
  });

  test('are taken from the end of what the kernel keeps of the command line', () => {
    const argument = fc.uint8Array({ maxLength: 10 }).map((bytes) => Buffer.from(bytes.map((byte) => byte || 1)));
    holds(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 6 }), fc.nat(6), (all, count) => {
        const wanted = Math.min(count, all.length);
        const line = Buffer.concat(all.flatMap((bytes) => [bytes, Buffer.from([0])]));
        expect(lastArguments(line, wanted)).toEqual(all.slice(all.length - wanted).map(fromBytes));
      }),
    );
  });
});

test('C: the copy of a source given with a name that holds U+FFFD itself is right too', async () => {
  const root = scratchFolder();
  makeTree(root, { 'odd \ufffd name': 'x' });
  const { status } = await runCli(['copy', join(root, 'odd \ufffd name'), '--to', join(root, 'out')]);
  expect(status).toBe(0);
  expect(readFileSync(join(root, 'out', 'odd \ufffd name'), 'utf8')).toBe('x');
});
