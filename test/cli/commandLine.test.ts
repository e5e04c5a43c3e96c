import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../src/cli/arguments/parseCommand';
import { commandLine, copyArgumentsOf, type Runtime, runArguments } from '../../src/client/commandLine/commandLine';
import { quoted } from '../../src/client/commandLine/shellText';
import { parseJobFile } from '../../src/client/jobFile/jobFile';
import { DEFAULT_OPTIONS, type JobRequest } from '../../src/engine/model/job/job';
import { jobFileOf } from '../../src/engine/model/job/jobFileOf';
import { BUNDLES } from '../support/bundles';
import { jobSummary } from '../support/cli';
import { holds } from '../support/property';
import { scratchFolder } from '../support/scratch';
import { treeDifferences } from '../support/treeDifferences';

const NODE: Runtime = { executable: process.execPath, script: BUNDLES.cli, isElectron: false };
const CODE: Runtime = { executable: '/opt/code/code', script: '/ext/dist/cli.js', isElectron: true };

/** What shells, terminals and option parsers would act upon. */
const HOSTILE = [
  "it's",
  '$(touch pwned)',
  '`id`',
  '-rf',
  '--to',
  'a b  c',
  '*?[x]',
  '"q"',
  '\\',
  '~',
  '!!',
  '#x',
  'ä;&|<>',
];

function request(change: Partial<JobRequest> = {}): JobRequest {
  const sources = change.sources ?? ['/media/usb'];
  return { ...DEFAULT_OPTIONS, label: basename(sources[0] ?? ''), sources, destinations: ['/evidence'], ...change };
}

function argumentsOf(job: JobRequest): readonly string[] {
  const args = copyArgumentsOf(job);
  if (typeof args === 'string') throw new Error(args);
  return args;
}

describe('a job on the command line', () => {
  test('is the same job', () => {
    const choice = fc.record({
      label: fc.constantFrom('usb', '-x', '--to', "Shop's camera"),
      verification: fc.constantFrom('stream' as const, 'readBack' as const, 'device' as const),
      requireGrade: fc.boolean(),
      retryMismatch: fc.boolean(),
      useBufferReuse: fc.boolean(),
      bufferSizeKB: fc.integer({ min: 8, max: 10240 }),
      lanes: fc.constantFrom('auto' as const, '1' as const, '2' as const, '3' as const, '4' as const),
      conflict: fc.constantFrom('fail' as const, 'skipIdentical' as const, 'rename' as const, 'overwrite' as const),
      onItemError: fc.constantFrom('continue' as const, 'stop' as const),
      records: fc.constantFrom({ write: true }, { write: false }, { write: true, folder: '/rec' }),
    });
    holds(
      fc.property(choice, (change) => {
        const job = request(change);
        expect(parseCommand(argumentsOf(job), '/elsewhere')).toMatchObject({ name: 'copy', request: job, notes: [] });
      }),
    );
  });

  test('names what is not built in, and nothing else', () => {
    expect(argumentsOf(request())).toEqual(['copy', '/media/usb', '--to', '/evidence']);
  });

  test.each<[string, Partial<JobRequest>, string]>([
    ['with case data', { caseData: { caseNumber: '26-0042' } }, 'caseData'],
    ['with a name that is not UTF-8', { sources: ['/media/a\udcff'] }, 'names'],
    ['with a name that a terminal acts upon', { sources: ['/media/a\u001b[2J'] }, 'names'],
    ['with a name of two lines', { sources: ['/media/a\nb'] }, 'names'],
    ['with a name that is shown as another', { destinations: ['/evidence/a\u202eb'] }, 'names'],
    [
      'with more sources than a shell takes',
      { sources: Array.from({ length: 900 }, (_, n) => `/media/${n}`) },
      'length',
    ],
  ])('%s takes a job file', (_, change, obstacle) => {
    expect(copyArgumentsOf(request(change))).toBe(obstacle);
  });
});

describe('a job as a job file', () => {
  test.each<[string, Partial<JobRequest>]>([
    ['plain', {}],
    ['with case data', { caseData: { caseNumber: '26-0042', recorder: { make: 'M' }, notes: 'two\nlines' } }],
    ['with names of all kinds', { sources: HOSTILE.map((name) => `/media/${name}`) }],
    ['with a name of two lines that is no label', { sources: ['/media/a\nb'] }],
    ['with a name that is not UTF-8', { sources: ['/media/a\udcff'] }],
    ['with choices', { verification: 'stream', requireGrade: true, bufferSizeKB: 64, conflict: 'rename', label: 'L' }],
  ])('%s is the same job', (_, change) => {
    const job = request(change);
    expect(parseJobFile(Buffer.from(jobFileOf(job)), '/elsewhere')).toMatchObject({ request: job, notes: [] });
  });
});

describe('a command line in a real shell', () => {
  const run = async (line: string, cwd: string) => {
    const shell = await promisify(execFile)('sh', ['-c', `${line} --json`], { cwd, env: {} });
    return jobSummary(shell.stdout);
  };

  test('copies names that mean something to shells, from any folder and without an environment', async () => {
    const root = scratchFolder();
    const source = join(root, "the 'source'");
    const destination = join(root, '$HOME `x` "dest"');
    for (const folder of [source, destination]) mkdirSync(folder);
    for (const name of HOSTILE.filter((each) => !each.includes('/'))) writeFileSync(join(source, name), name);
    const sources = HOSTILE.map((name) => join(source, name));
    const job = request({ sources, destinations: [destination], label: '-it\'s "mine"' });
    const summary = await run(commandLine(argumentsOf(job), NODE, 'posix'), root);
    expect(summary).toMatchObject({ status: 'complete', label: job.label, files: HOSTILE.length });
    for (const name of HOSTILE) expect(treeDifferences(join(source, name), join(destination, name))).toEqual([]);
  });

  test('runs a job file, wherever it lies', async () => {
    const root = scratchFolder();
    writeFileSync(join(root, 'a'), 'a');
    const job = request({
      sources: [join(root, 'a')],
      destinations: [join(root, 'out')],
      caseData: { exhibit: 'AB/1' },
    });
    const file = join(root, "it's $(x).evidence-job.json");
    writeFileSync(file, jobFileOf(job));
    expect(await run(commandLine(runArguments(file), NODE, 'posix'), root)).toMatchObject({ status: 'complete' });
  });

  test('gets every text as it is', async () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !/[\0\p{Cs}]/u.test(value));
    const texts = fc.sample(text, 200);
    const line = `printf '%s\\0' ${texts.map((value) => quoted(value, 'posix')).join(' ')}`;
    const { stdout } = await promisify(execFile)('sh', ['-c', line]);
    expect(stdout.split('\0').slice(0, -1)).toEqual(texts);
  });
});

describe('a command line in words', () => {
  test.each([
    ['plain-1.2/x_y', 'plain-1.2/x_y', 'plain-1.2/x_y'],
    ['', "''", "''"],
    ['a b', "'a b'", "'a b'"],
    ["it's", String.raw`'it'\''s'`, "'it''s'"],
    // PowerShell takes typographic quotation marks for plain ones.
    ['it\u2019s $x', "'it\u2019s $x'", "'it\u2019\u2019s $x'"],
  ])('%j', (argument, posix, powershell) => {
    expect([quoted(argument, 'posix'), quoted(argument, 'powershell')]).toEqual([posix, powershell]);
  });

  test('tells the editor’s own program to be Node', () => {
    expect(commandLine(['run', '/a'], CODE, 'posix')).toBe(
      'ELECTRON_RUN_AS_NODE=1 /opt/code/code /ext/dist/cli.js run /a',
    );
    expect(commandLine(['run', '/a'], CODE, 'powershell')).toBe(
      "$env:ELECTRON_RUN_AS_NODE = '1'; & /opt/code/code /ext/dist/cli.js run /a | Out-Default",
    );
  });
});
