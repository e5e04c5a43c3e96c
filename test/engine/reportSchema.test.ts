import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { expect, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { reportJsonSchema } from '../../src/engine/records/reportSchema';
import { failing, hookedFileSystem } from '../support/hookedFileSystem';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { fifo, folder, link, makeTree } from '../support/tree';

// Formats are checked by patterns and by the engine itself; `patternErrorMessage` is a word of editors.
const isReport = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(reportJsonSchema());

/** A source that cannot be read, whose copy could be. */
const failingSource = () =>
  hookedFileSystem(
    failing(
      'EIO',
      ({ kind, path }) => kind === 'file.read' && path.endsWith('source/bad') && !path.includes('INCOMPLETE'),
    ),
  );

/** A job on files of every kind; each run is its next attempt. */
function newJob(choices: Partial<JobRequest> = {}) {
  const root = scratchFolder();
  const tree = { bad: 'y', empty: '', 'not \udcff UTF-8': 'z', 'line\nfeed': '1', link: link('x'), fifo: fifo() };
  makeTree(root, { source: { ...tree, d: folder({ e: {} }) } });
  const request = requestFor([join(root, 'source')], join(root, 'out'), choices);
  const jobId = randomUUID();
  let attempt = 0;
  return (fs?: ReturnType<typeof failingSource>) =>
    runEngine(request, { again: { jobId, attempt: ++attempt }, ...(fs && { fs }) });
}

/** The report of an attempt, and what the validator has against it. */
function checked(recordsDir: string | null) {
  const report = JSON.parse(readFileSync(join(recordsDir ?? '', 'report.json'), 'utf8'));
  isReport(report);
  return { report, faults: (isReport.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`) };
}

test('R1: the schema in the project is that of the engine', async () => {
  const text = `${JSON.stringify(reportJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../docs/report.schema.json');
});

test('R1: every program can read its patterns: no classes of characters by name', () => {
  expect(JSON.stringify(reportJsonSchema())).not.toContain(String.raw`\\p{`);
});

test.each<Partial<JobRequest>>([
  {},
  { useBufferReuse: false, hashAlgorithms: ['sha512', 'md5', 'blake3'] },
  { verification: 'stream', zip: 'store', caseData: { caseNumber: '26-1234', notes: 'a\nb' } },
  { verification: 'device' },
])('R1: the report of a complete job keeps to it: %j', async (choices) => {
  const { summary } = await newJob(choices)();
  expect(summary.status).toBe('complete');
  expect(checked(summary.recordsDir).faults).toEqual([]);
});

test('R1: so do the reports of a job that is not complete, and of the attempt that completes it', async () => {
  const attempt = newJob();
  const first = await attempt(failingSource());
  expect(first.summary.status).toBe('incomplete');
  expect(checked(first.summary.recordsDir).faults).toEqual([]);
  const second = await attempt();
  expect(second.summary.status).toBe('complete');
  const { report, faults } = checked(second.summary.recordsDir);
  expect(faults).toEqual([]);
  expect(report.items.some((item: object) => 'earlierFailures' in item)).toBe(true);
});

test('R1: so does the report of a job that keeps what can be read', async () => {
  const { summary } = await newJob({ onReadError: 'keepReadable' })(failingSource());
  const { report, faults } = checked(summary.recordsDir);
  expect(faults).toEqual([]);
  expect(report.items.filter((item: object) => 'kept' in item)).toHaveLength(1);
});

test('R1: records of an attempt are never changed by a further one', async () => {
  const attempt = newJob();
  const { summary } = await attempt(failingSource());
  const names = [
    'report.html',
    'report.json',
    'files.csv',
    'job.json',
    'manifest-sha256.txt',
    'hashdeep.txt',
    'seal.json',
  ];
  const contents = () => names.map((name) => readFileSync(join(summary.recordsDir ?? '', name), 'latin1'));
  const before = contents();
  const second = await attempt();
  expect(second.summary.recordsDir).not.toBe(summary.recordsDir);
  expect(contents()).toEqual(before);
});

test('R1: what is missing, of another kind, or unknown is found', async () => {
  const { report } = checked((await newJob()()).summary.recordsDir);
  const [item, ...items] = report.items;
  const { outcome: _, ...incomplete } = item;
  for (const change of [
    { formatVersion: 2 },
    { items: [incomplete, ...items] },
    { items: [{ ...item, size: 'large' }, ...items] },
    { custodyLog: { ...report.custodyLog, head: 'x' } },
    { another: 1 },
  ]) {
    expect(isReport({ ...report, ...change })).toBe(false);
  }
});
