import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { crashSummary } from '../../src/client/summaries/untoldSummary';
import { outcomeJson } from '../../src/engine/model/item/itemJson';
import { DEFAULT_OPTIONS } from '../../src/engine/model/job/job';
import { GRADES } from '../../src/engine/model/proof/grade';
import { summaryJson } from '../../src/engine/model/result/summaryJson';
import { type CliResult, jobSummary, jsonLines, runCli } from '../support/cli';
import { memoryScratch } from '../support/memoryScratch';
import { scratchFolder } from '../support/scratch';
import { fifo, hardLink, link, makeTree } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

const READ_BACK = ['--verification', 'readBack'];
const SHA256 = /^[0-9a-f]{64}$/;
const Failure = z.looseObject({ code: z.string(), path: z.string(), message: z.string().check(z.minLength(40)) });

/** A line for an item as cli.md has it; more fields may come, these may not go. */
const Item = z.looseObject({
  type: z.literal('itemFinished'),
  path: z.string(),
  outcome: z.enum(['copied', 'recorded', 'skipped', 'failed']),
  size: z.int(),
  sourceDigests: z.record(z.string(), z.string().check(z.regex(SHA256))),
  destinationDigests: z.optional(z.record(z.string(), z.string().check(z.regex(SHA256)))),
  grade: z.nullable(z.enum(GRADES)),
  failure: z.optional(Failure),
});

/** The summary as cli.md has it. */
const Summary = z.looseObject({
  jobId: z.uuid(),
  label: z.string(),
  attempt: z.literal(1),
  status: z.enum(['complete', 'incomplete', 'failed', 'cancelled']),
  gradeRequested: z.enum(GRADES),
  grade: z.nullable(z.enum(GRADES)),
  gradeReason: z.nullable(z.string()),
  files: z.int(),
  bytes: z.int(),
  failures: z.array(Failure),
  durationMs: z.number().check(z.minimum(0)),
  bytesPerSecond: z.number().check(z.minimum(0)),
  sourceReads: z.int(),
  destinationReads: z.int(),
  readsSaved: z.int(),
  peakMemoryBytes: z.int().check(z.minimum(1_000_000)),
  method: z.enum(['bufferReuse', 'threePass']),
  recordsDir: z.nullable(z.string()),
});

/** Holds standard output against the contract: items, then one summary, each line one object. */
function parsed({ stdout }: CliResult) {
  const lines = jsonLines(stdout);
  expect(lines.at(-1)?.type).toBe('jobFinished');
  const items = lines.slice(0, -1).map((line) => Item.parse(line));
  const summary = Summary.parse(lines.at(-1)?.['summary']);
  return { items, summary };
}

function sourceTree(): string {
  const root = scratchFolder();
  makeTree(root, {
    source: {
      a: 'x',
      same: hardLink('source', 'a'),
      empty: '',
      l: link('a'),
      p: fifo(),
      d: {},
      big: Buffer.alloc(2_000_000),
    },
  });
  return root;
}

describe('C: copy --json', () => {
  test('prints one line for each item and one summary, and exits 0 where the job is complete', async () => {
    const root = sourceTree();
    const result = await runCli(['copy', join(root, 'source'), '--to', join(root, 'out'), '--json', ...READ_BACK]);
    expect(result).toMatchObject({ status: 0, stderr: '' });
    const { items, summary } = parsed(result);
    expect(items.map(({ path, outcome }) => `${path} ${outcome}`).sort()).toEqual([
      'source copied',
      'source/a copied',
      'source/big copied',
      'source/d copied',
      'source/empty copied',
      'source/l copied',
      'source/p recorded',
      'source/same copied',
    ]);
    const item = (path: string) => items.find((candidate) => candidate.path === `source/${path}`);
    expect(item('a')).toMatchObject({ size: 1, grade: 'readBack', hardLinks: 2 });
    expect(item('a')?.destinationDigests).toEqual(item('a')?.sourceDigests);
    expect(item('empty')).toMatchObject({ size: 0, grade: null });
    expect(item('l')).toMatchObject({ size: 0, grade: null, sourceDigests: {} });
    expect(summary).toMatchObject({ status: 'complete', files: 4, bytes: 2_000_002, failures: [], label: 'source' });
    expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
  });

  test.each([
    [[], { gradeRequested: 'device', method: 'bufferReuse' }, [1, 1, 1]],
    [['--verification', 'device'], { gradeRequested: 'device' }, [1, 1, 1]],
    [READ_BACK, { gradeRequested: 'readBack', grade: 'readBack', gradeReason: null }, [1, 1, 1]],
    [['--verification', 'stream'], { gradeRequested: 'stream', grade: 'stream', gradeReason: null }, [1, 0, 2]],
    [['--no-use-buffer-reuse', ...READ_BACK], { method: 'threePass', grade: 'readBack' }, [2, 1, 0]],
    [['--no-use-buffer-reuse', '--verification', 'stream'], { method: 'threePass', grade: 'readBack' }, [2, 1, 0]],
  ])(
    'with %j the reads of one file are as the contract says',
    async (options, expected, [source, destination, saved]) => {
      const root = scratchFolder();
      makeTree(root, { 'one file': 'evidence' });
      const result = await runCli(['copy', join(root, 'one file'), '--to', join(root, 'out'), '--json', ...options]);
      const { summary } = parsed(result);
      expect(result.status).toBe(0);
      expect(summary).toMatchObject({
        ...expected,
        sourceReads: source,
        destinationReads: destination,
        readsSaved: saved,
      });
    },
  );

  test('a failure that names no path is told with what has failed', () => {
    const request = { ...DEFAULT_OPTIONS, label: 'a', sources: ['/a'], destinations: ['/out'] };
    const crashed = crashSummary({ jobId: randomUUID(), attempt: 1, request }, new Date(), null, 'the cause');
    expect(Summary.parse(summaryJson(crashed)).failures).toMatchObject([{ code: 'engineCrashed', path: '/out' }]);
    const item = {
      id: 0,
      type: 'file',
      path: 'a',
      size: 1,
      outcome: 'failed',
      source: '/a',
      destination: null,
    } as const;
    const failure = { code: 'internalError' } as const;
    const told = outcomeJson({ ...item, failure, earlierFailures: [{ attempt: 1, failure }] });
    expect(told).toMatchObject({ failure: { path: '/a' }, earlierFailures: [{ failure: { path: '/a' } }] });
  });

  test('`device` is told as what it came to, with the reason; with --require-grade it fails', async () => {
    const root = memoryScratch();
    makeTree(root, { a: 'x' });
    const args = ['copy', join(root, 'a'), '--to', join(root, 'out'), '--json'];
    const strict = await runCli([...args, '--require-grade']);
    expect(strict.status).toBe(1);
    expect(parsed(strict).summary).toMatchObject({
      status: 'incomplete',
      files: 0,
      failures: [{ code: 'gradeNotReached' }],
    });
    expect(readdirSync(join(root, 'out'))).toEqual(['evidence-records']);
    const lenient = await runCli(args);
    expect(parsed(lenient).summary.gradeReason).toContain('block device');
  });

  test('a job that is refused ends with one summary `failed`, every reason in it, and exit 1', async () => {
    const root = scratchFolder();
    makeTree(root, { a: 'x', b: 'y', out: { a: 'old', b: 'old' } });
    const result = await runCli(['copy', join(root, 'a'), join(root, 'b'), '--to', join(root, 'out'), '--json']);
    expect(result.status).toBe(1);
    const { items, summary } = parsed(result);
    expect(items).toEqual([]);
    expect(summary).toMatchObject({
      status: 'failed',
      grade: null,
      recordsDir: null,
      failures: [
        { code: 'destinationExists', path: join(root, 'out', 'a') },
        { code: 'destinationExists', path: join(root, 'out', 'b') },
      ],
    });
  });

  test.each([
    ['a missing source', 'missing', 'out', 'notFound'],
    ['a destination inside the source', 'd', 'd/inside', 'destinationInsideSource'],
    ['a file onto itself', 'a', '.', 'sameFile'],
    ['a destination that is a file', 'a', 'b', 'destinationNotFolder'],
  ])('%s: exit 1, its own code, and nothing is written', async (_, source, destination, code) => {
    const root = scratchFolder();
    makeTree(root, { a: 'x', b: 'y', d: {} });
    const result = await runCli(['copy', join(root, source), '--to', join(root, destination), '--json']);
    expect(result.status).toBe(1);
    expect(parsed(result).summary).toMatchObject({ status: 'failed', failures: [{ code }] });
    expect(readdirSync(root).sort()).toEqual(['a', 'b', 'd']);
  });

  test('an item that failed has its failure in its line, and the job is incomplete: exit 1', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'mine', b: 'y' }, out: { source: { a: 'their' } } });
    const args = ['copy', join(root, 'source'), '--to', join(root, 'out'), '--conflict', 'skipIdentical', '--json'];
    const result = await runCli(args);
    expect(result.status).toBe(1);
    const { items, summary } = parsed(result);
    expect(items.find(({ path }) => path === 'source/a')).toMatchObject({
      outcome: 'failed',
      failure: { code: 'destinationExists', path: join(root, 'out', 'source', 'a') },
    });
    expect(summary).toMatchObject({ status: 'incomplete', failures: [{ code: 'destinationExists' }] });
  });

  test.each([
    ['rename', 0, 'a (2)'],
    ['overwrite', 0, 'a'],
    ['skipIdentical', 0, 'a'],
    ['fail', 1, undefined],
  ])('--conflict %s exits %i', async (policy, status, name) => {
    const root = scratchFolder();
    makeTree(root, { a: 'x', out: { a: 'x' } });
    const args = ['copy', join(root, 'a'), '--to', join(root, 'out'), '--conflict', policy, '--no-records', '--json'];
    const result = await runCli(args);
    expect(result.status).toBe(status);
    expect(parsed(result).items[0]?.['destination']).toBe(name === undefined ? undefined : join(root, 'out', name));
  });

  test('a buffer size outside its limits is held within them, and that is said (E3)', async () => {
    const root = scratchFolder();
    makeTree(root, { a: 'x' });
    const result = await runCli([
      'copy',
      join(root, 'a'),
      '--to',
      join(root, 'out'),
      '--buffer-size-kb',
      '1',
      '--json',
    ]);
    expect(result.stderr).toMatch(/held within 8 and 10240 KiB: 8 instead of 1/);
    expect(jobSummary(result.stdout)).toMatchObject({ status: 'complete', bufferSizeKB: 8 });
  });
});
