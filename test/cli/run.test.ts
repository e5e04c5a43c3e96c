import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchOutput, writeJobFile } from '../support/batch';
import { runCli, startCli } from '../support/cli';
import { scratchFolder } from '../support/scratch';
import { makeTree, sparse } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

const GiB = 1024 * 1024 * 1024;

test('five jobs, one of which fails: the others are complete and equal their sources', async () => {
  const root = scratchFolder();
  const cards = [0, 1, 2, 3, 4].map((number) => `card${number}`);
  makeTree(root, {
    source: Object.fromEntries(
      cards.map((card) => [card, { 'a.bin': Buffer.alloc(2_500_000, card), empty: '', folder: { 'b.txt': card } }]),
    ),
  });
  const files = cards.map((card, index) =>
    writeJobFile(root, card, {
      label: `Job ${card}`,
      sources: [index === 2 ? 'source/gone' : `source/${card}`],
      destinations: [`out/${card}`],
    }),
  );
  const { status, stdout } = await runCli(['run', ...files, '--json']);
  const { jobs, items, batch } = batchOutput(stdout);
  expect(status).toBe(1);
  expect(jobs.map((job) => job.jobFile)).toEqual(files);
  expect(jobs.map((job) => job.summary.status)).toEqual(['complete', 'complete', 'failed', 'complete', 'complete']);
  expect(jobs[2]?.summary.failures).toMatchObject([{ code: 'notFound', path: join(root, 'source/gone') }]);
  expect(items.map((list) => list.length)).toEqual([5, 5, 0, 5, 5]);
  expect(batch).toMatchObject({
    status: 'failed',
    jobs: 5,
    complete: 4,
    incomplete: 0,
    failed: 1,
    cancelled: 0,
    held: 0,
    notRun: 0,
    files: 12,
    bytes: 4 * (2_500_000 + 5),
    sourceReads: 8,
    destinationReads: 8,
    readsSaved: 8,
  });
  expect(batch.results.map(({ outcome }) => outcome)).toEqual([
    'complete',
    'complete',
    'failed',
    'complete',
    'complete',
  ]);
  for (const card of [0, 1, 3, 4].map((number) => `card${number}`)) {
    expect(treeDifferences(join(root, 'source', card), join(root, 'out', card, card))).toEqual([]);
  }
  expect(existsSync(join(root, 'out', 'card2'))).toBe(false);
});

test('sixty jobs in a row are all complete', async () => {
  const root = scratchFolder();
  const numbers = Array.from({ length: 60 }, (_, number) => number);
  makeTree(root, { source: Object.fromEntries(numbers.map((number) => [`f${number}`, `content ${number}`])) });
  const files = numbers.map((number) =>
    writeJobFile(root, `job${number}`, { sources: [`source/f${number}`], destinations: ['out'] }),
  );
  const { status, stdout } = await runCli(['run', ...files, '--json']);
  const { jobs, batch } = batchOutput(stdout);
  expect(status).toBe(0);
  expect(jobs.map((job) => job.summary.status)).toEqual(numbers.map(() => 'complete'));
  expect(new Set(jobs.map((job) => job.summary.jobId)).size).toBe(60);
  expect(batch).toMatchObject({ status: 'complete', jobs: 60, complete: 60, files: 60 });
  for (const number of numbers) expect(readFileSync(join(root, 'out', `f${number}`), 'utf8')).toBe(`content ${number}`);
  expect(readdirSync(join(root, 'out')).filter((name) => name.startsWith('INCOMPLETE'))).toEqual([]);
});

test('one bad file means none runs, and every fault of every file is told', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  const good = writeJobFile(root, 'good', { sources: ['source/a'], destinations: ['out'] });
  const bad = join(root, 'bad.evidence-job.json');
  writeFileSync(bad, '{\n  "sources": [],\n  "destinations": ["out"],\n  "colour": "red"\n}');
  const broken = join(root, 'broken.evidence-job.json');
  writeFileSync(broken, '{');
  const faults = [
    `${bad}: line 2: sources: found an empty list, expected a list of 1 to 10000 paths`,
    `${bad}: line 4: colour: is no key of a job file here; check its spelling`,
    `${broken}: line 1: job file: `,
  ];

  const json = await runCli(['run', good, bad, broken, '--json']);
  expect(json.status).toBe(2);
  expect(json.stdout.trimEnd().split('\n')).toHaveLength(1);
  const line: unknown = JSON.parse(json.stdout);
  expect(line).toMatchObject({
    type: 'usageError',
    message: expect.stringContaining('2 of 3 job files are not valid; nothing was run'),
    faults: [
      { file: bad, line: 2, column: 14, path: 'sources' },
      { file: bad, line: 4, column: 3, path: 'colour' },
      { file: broken, line: 1, path: 'job file' },
    ],
  });
  for (const fault of faults) expect(line).toMatchObject({ message: expect.stringContaining(fault) });

  const text = await runCli(['run', good, bad, broken]);
  expect(text.status).toBe(2);
  expect(text.stdout).toBe('');
  for (const fault of faults) expect(text.stderr).toContain(fault);
  expect(existsSync(join(root, 'out'))).toBe(false);
});

test('relative job files, paths from their folder, a template, and case data in the record', async () => {
  const root = scratchFolder();
  makeTree(root, { jobs: {}, source: { a: 'x' } });
  const caseData = { caseNumber: '2026/0042', businessName: 'Corner Shop', location: '12 High Street', notes: 'a\nb' };
  writeJobFile(join(root, 'jobs'), 'one', {
    caseData,
    sources: ['../source/a'],
    destinations: ['../out'],
    folderTemplate: '{caseNumber}/{businessName} @ {location}',
  });
  const { status, stdout } = await runCli(['run', 'one.evidence-job.json', '--json'], { cwd: join(root, 'jobs') });
  expect(status).toBe(0);
  const folder = join(root, 'out', '2026_0042', 'Corner Shop @ 12 High Street');
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('x');
  const [job] = batchOutput(stdout).jobs;
  const report: unknown = JSON.parse(readFileSync(join(job?.summary.recordsDir ?? '', 'report.json'), 'utf8'));
  expect(report).toMatchObject({ job: { request: { caseData } } });
});

test('two jobs with the same names and destination: the second one finds them taken', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  const job = { sources: ['source/a'], destinations: ['out'] };
  const files = [writeJobFile(root, 'one', job), writeJobFile(root, 'two', job)];
  const { jobs, batch } = batchOutput((await runCli(['run', ...files, '--json'])).stdout);
  expect(jobs[1]?.summary).toMatchObject({ status: 'failed', failures: [{ code: 'destinationExists' }] });
  expect(batch).toMatchObject({ complete: 1, failed: 1, held: 0 });
});

test('as text: a table for each job, what is not complete first in the one of the batch', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  const good = writeJobFile(root, 'good', {
    label: 'Good',
    sources: ['source/a'],
    destinations: ['out'],
    bufferSizeKB: 1,
  });
  const gone = writeJobFile(root, 'gone', { label: 'Gone', sources: ['source/b'], destinations: ['out'] });
  const { status, stdout, stderr } = await runCli(['run', good, gone]);
  expect(status).toBe(1);
  expect(stderr).toBe(`Note: ${good}: the buffer size is held within 8 and 10240 KiB: 8 instead of 1.\n`);
  const tables = stdout.split('\n\n');
  expect(tables[0]).toMatch(/^Job +Good \(.*\nResult +complete\n/);
  expect(stdout).toMatch(/\nFAILED:\n {2}.*source\/b: This does not exist\./);
  expect(stdout).toMatch(
    /\nJOBS NOT COMPLETE: 1 of 2\n {2}FAILED: Gone \([0-9a-f]{8}\), .*gone\.evidence-job\.json\n\nBatch {3}1 of 2 jobs complete\nResult {2}FAILED\n/,
  );
});

test('--quiet says nothing of what is complete', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  const job = writeJobFile(root, 'job', { sources: ['source/a'], destinations: ['out'] });
  expect(await runCli(['run', job, '--quiet'])).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

test.each([
  [['run'], 'which jobs?'],
  [['run', ''], 'JOBFILE is empty'],
  [['run', 'x', '--to', '/tmp'], '--to goes into them'],
  [['run', 'x', '--verification', 'stream'], '--verification goes into them'],
  [['run', 'x', '--no-records'], '--no-records goes into them'],
  [['run', 'x', '--bogus'], "'--bogus'"],
  [['run', '/none/x'], '/none/x: line 1: job file: does not exist'],
])('wrong usage: %j', async (args, message) => {
  const { status, stderr } = await runCli(args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

test('a signal cancels the job at hand; those after it are not started, and the batch says so', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x', large: sparse(3 * GiB, {}) } });
  const files = [
    writeJobFile(root, 'one', { sources: ['source/a'], destinations: ['out1'] }),
    writeJobFile(root, 'two', { sources: ['source/large'], destinations: ['out2'] }),
    writeJobFile(root, 'three', { sources: ['source/a'], destinations: ['out3'] }),
  ];
  const running = startCli(['run', ...files, '--json']);
  // Once only: a second signal would end the process at once.
  const poll = setInterval(() => {
    const staging = existsSync(join(root, 'out2')) ? readdirSync(join(root, 'out2'))[0] : undefined;
    if (staging === undefined || !existsSync(join(root, 'out2', staging, 'payload', 'large'))) return;
    clearInterval(poll);
    running.process.kill('SIGINT');
  }, 5);
  const { status, stdout, stderr } = await running.result;
  clearInterval(poll);
  const { jobs, batch } = batchOutput(stdout);
  expect(status).toBe(130);
  expect(jobs.map((job) => job.summary.status)).toEqual(['complete', 'cancelled']);
  expect(batch).toMatchObject({ status: 'cancelled', jobs: 3, complete: 1, cancelled: 1, notRun: 1 });
  expect(existsSync(join(root, 'out3'))).toBe(false);
  expect(readFileSync(join(root, 'out1', 'a'), 'utf8')).toBe('x');
  expect(existsSync(join(root, 'out2', 'large'))).toBe(false);
  expect(stderr).toMatch(/\nTo go on: evidence-copy resume .*\/out2\n/);
});
