import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failureText } from '../../src/engine/model/failure/failureText';
import type { JobRequest } from '../../src/engine/model/job/job';
import { toBytes } from '../../src/engine/model/text/pathText';
import { checksumLine } from '../../src/engine/records/checksumList';
import { flipByte } from '../support/flipByte';
import { failing, hookedFileSystem } from '../support/hookedFileSystem';
import { memoryScratch } from '../support/memoryScratch';
import { requestFor, runEngine } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { fifo, folder, link, makeTree, type TreeLiteral } from '../support/tree';
import { readTree, treeDifferences } from '../support/treeDifferences';

const ODD_NAMES: TreeLiteral = {
  'line\nfeed': '1',
  'carriage\rreturn': '2',
  'back\\slash \\n': '3',
  '*star': '4',
  ' blank ': '5',
  '-c': '6',
  'emoji 💀': '7',
  '\udcff\udc80': '8',
  'new\nline \\ and \udcfe': '9',
  '#comment': '10',
  empty: '',
  deep: { er: { x: 'x' } },
};

const FILES_OF_RECORDS = [
  'custody.jsonl',
  'files.csv',
  'hashdeep.txt',
  'job.json',
  'manifest-sha256.txt',
  'report.html',
  'report.json',
  'seal.json',
];

/** What `sha256sum -c` says, run where the payload lies. */
function check(manifest: string, cwd: string): { status: number | null; ok: number; output: string } {
  const { status, stdout, stderr } = spawnSync('sha256sum', ['-c', '--strict', manifest], { cwd, encoding: 'latin1' });
  return { status, ok: stdout.split('\n').filter((line) => line.endsWith(': OK')).length, output: stdout + stderr };
}

function report(folderPath: string | null) {
  return JSON.parse(readFileSync(join(folderPath ?? '', 'report.json'), 'utf8'));
}

test('R1: the manifest is accepted by the real sha256sum, whatever the names, and lists every file', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { ...ODD_NAMES, link: link('x'), fifo: fifo() } });
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')));
  const manifest = join(summary.recordsDir ?? '', 'manifest-sha256.txt');
  const result = check(manifest, join(root, 'out'));
  expect(result).toMatchObject({ status: 0, ok: 12 });
  expect(readFileSync(manifest, 'latin1').split('\n').length - 1).toBe(12);
});

test.each<[string, string, (path: string) => void]>([
  ['one flipped byte', 'back\\slash \\n', (path) => flipByte(path)],
  ['one flipped byte', '\udcff\udc80', (path) => flipByte(path)],
  ['a missing file', 'line\nfeed', (path) => rmSync(toBytes(path))],
  ['a missing file', '-c', (path) => rmSync(toBytes(path))],
])('R1: with %s (%j) the real sha256sum refuses that file, and no other', async (_what, name, spoil) => {
  const root = scratchFolder();
  makeTree(root, { source: ODD_NAMES });
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')));
  spoil(join(root, 'out', 'source', name));
  const result = check(join(summary.recordsDir ?? '', 'manifest-sha256.txt'), join(root, 'out'));
  expect(result).toMatchObject({ status: 1, ok: Object.keys(ODD_NAMES).length - 1 });
  expect(result.output.match(/: FAILED/g)).toHaveLength(1);
});

test('R1: report.json says what the outcomes and the summary say', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { ...ODD_NAMES, link: link('x'), fifo: fifo(), empty: folder({}) } });
  const { summary, outcomes } = await runEngine(
    requestFor([join(root, 'source')], join(root, 'out'), { label: 'a "label"' }),
  );
  const { items, summary: reported, job, ...head } = report(summary.recordsDir);
  expect(head).toMatchObject({ format: 'evidence-copy report', formatVersion: 1, tool: { name: 'Evidence Copy' } });
  expect(job).toMatchObject({
    jobId: summary.jobId,
    attempt: 1,
    request: { label: 'a "label"', verification: 'readBack' },
  });
  expect(items).toHaveLength(outcomes.length);
  for (const [index, item] of items.entries()) {
    const outcome = outcomes[index];
    expect(item).toMatchObject({
      kind: outcome?.type,
      outcome: outcome?.outcome,
      size: outcome?.file?.size ?? 0,
      grade: outcome?.file?.grade ?? null,
      sourceDigests: outcome?.file?.sourceDigests ?? {},
    });
  }
  expect(reported).toMatchObject({
    jobId: summary.jobId,
    status: 'complete',
    grade: 'readBack',
    items: summary.items,
    sourceReads: summary.sourceReads,
    recordsDir: summary.recordsDir,
    stagingDir: null,
  });
});

test('R6: a name that is not UTF-8 stands as printable text beside its exact bytes; all others as they are', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { 'a\udcff\u0007': 'x', '💀 plain.mp4': 'y', 'line\nfeed': 'z' } });
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')));
  const { items } = report(summary.recordsDir);
  const byPath = new Map(items.map((item: { path: string }) => [item.path, item]));
  expect(byPath.get('source/a\\xFF\\x07')).toMatchObject({
    pathBase64: Buffer.concat([Buffer.from('source/a'), Buffer.from([0xff, 7])]).toString('base64'),
  });
  expect(byPath.get('source/💀 plain.mp4')).not.toHaveProperty('pathBase64');
  expect(byPath.get('source/line\nfeed')).not.toHaveProperty('pathBase64');
});

test('R1: records have a name that sorts by time, can be read by others, and nothing half-made is beside them', async () => {
  const root = scratchFolder();
  makeTree(root, { a: 'x' });
  const { summary } = await runEngine(
    requestFor([join(root, 'a')], join(root, 'out'), { label: 'Corner/shop: "3"\n' }),
  );
  const [name = '', ...others] = readdirSync(join(root, 'out', 'evidence-records'));
  expect(others).toEqual([]);
  expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ .*Corner.*shop.* [0-9a-f]{8}$/);
  expect(summary.recordsDir).toBe(join(root, 'out', 'evidence-records', name));
  expect(readdirSync(summary.recordsDir ?? '').sort()).toEqual(FILES_OF_RECORDS);
  expect(statSync(summary.recordsDir ?? '').mode & 0o777).toBe(0o755);
  expect(statSync(join(summary.recordsDir ?? '', 'report.json')).mode & 0o777).toBe(0o644);
});

test('R1: without records nothing but the payload is at the destination', async () => {
  const root = scratchFolder();
  makeTree(root, { a: 'x' });
  const { summary } = await runEngine(requestFor([join(root, 'a')], join(root, 'out'), { records: { write: false } }));
  expect(summary.recordsDir).toBeNull();
  expect(readdirSync(join(root, 'out'))).toEqual(['a']);
});

test('R1: records go to another folder where one is given; the manifest is still for the payload folder', async () => {
  const root = scratchFolder();
  makeTree(root, { a: 'x' });
  const records = { write: true, folder: join(root, 'records', 'of cases') };
  const { summary } = await runEngine(requestFor([join(root, 'a')], join(root, 'out'), { records }));
  expect(readdirSync(join(root, 'out'))).toEqual(['a']);
  expect(summary.recordsDir?.startsWith(`${records.folder}/`)).toBe(true);
  expect(check(join(summary.recordsDir ?? '', 'manifest-sha256.txt'), join(root, 'out'))).toMatchObject({
    status: 0,
    ok: 1,
  });
});

test.each<[string, Partial<JobRequest>]>([
  ['source', {}],
  ['source/d/records', {}],
  ['The bag/data', { layout: 'bag', label: 'The bag' }],
])('R1: records are refused a place in what is copied, where they would be taken for it: %s %j', async (place, job) => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' } });
  const records = { write: true, folder: join(root, 'out', place) };
  const request = requestFor([join(root, 'source')], join(root, 'out'), { ...job, records });
  const { summary } = await runEngine(request);
  expect(summary).toMatchObject({
    status: 'failed',
    failures: [{ code: 'destinationsOverlap', path: records.folder, args: { what: 'records' } }],
  });
  expect(readdirSync(root)).toEqual(['source']);
});

test('R1: failed items are in the report with a sentence, not in the manifest; what is INCOMPLETE checks under that name', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { good: 'x', bad: 'y', d: { also: 'z' } } });
  const fs = hookedFileSystem(failing('EIO', ({ kind, path }) => kind === 'file.read' && path.endsWith('source/bad')));
  const { summary } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')), { fs });
  const result = check(join(summary.recordsDir ?? '', 'manifest-sha256.txt'), join(root, 'out'));
  expect(result).toMatchObject({ status: 0, ok: 2 });
  expect(result.output).toContain('source (INCOMPLETE)/d/also: OK');
  const failed = report(summary.recordsDir).items.find((item: { path: string }) => item.path === 'source/bad');
  expect(failed).toMatchObject({ outcome: 'failed', failure: { code: 'readError', offset: 0 } });
  expect(failed.failure.message).toMatch(/medium may be damaged/);
});

test('B6: records that cannot be written fail the job, but not the items, which have arrived', async () => {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x' }, out: { 'evidence-records': 'a file in the way' } });
  const { summary, outcomes } = await runEngine(requestFor([join(root, 'source')], join(root, 'out')));
  expect(summary).toMatchObject({ status: 'failed', recordsDir: null, failures: [{ code: 'destinationNotFolder' }] });
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['copied', 'copied']);
  expect(readTree(join(root, 'out')).get('source/a')?.bytes.toString()).toBe('x');
});

test('R1: wherever in the records a disk fills up, the payload stays, half a record does not, and a further attempt writes them', async () => {
  for (let from = 1; ; from++) {
    const root = memoryScratch();
    makeTree(root, { source: { ...ODD_NAMES, link: link('x') } });
    const [source, out] = [join(root, 'source'), join(root, 'out')];
    const request = requestFor([source], out);
    const jobId = randomUUID();
    let writes = 0;
    const full = failing(
      'ENOSPC',
      ({ kind, path }) => kind === 'file.write' && path.includes('/evidence-records/') && ++writes >= from,
    );
    const { summary } = await runEngine(request, { fs: hookedFileSystem(full), again: { jobId, attempt: 1 } });
    if (full.fired === 0) {
      expect(summary.status).toBe('complete');
      expect(from).toBeGreaterThan(FILES_OF_RECORDS.length);
      return;
    }
    expect(summary).toMatchObject({ status: 'failed', recordsDir: null, failures: [{ code: 'noSpace' }] });
    expect(summary.failures.map((failure) => failureText(failure)).join()).toMatch(/full/);
    expect(readdirSync(join(out, 'evidence-records'))).toEqual([]);
    const payload = readTree(join(out, 'source'));
    expect(treeDifferences(source, join(out, 'source'))).toEqual([]);

    const again = (await runEngine(request, { again: { jobId, attempt: 2 } })).summary;
    expect(again).toMatchObject({ status: 'complete', attempt: 2, stagingDir: null });
    expect(readTree(join(out, 'source'))).toEqual(payload);
    expect(check(join(again.recordsDir ?? '', 'manifest-sha256.txt'), out)).toMatchObject({
      status: 0,
      ok: Object.keys(ODD_NAMES).length,
    });
  }
});

test('a checksum line escapes exactly what sha256sum escapes', () => {
  expect(checksumLine('ab', 'plain name')).toBe('ab  plain name\n');
  expect(checksumLine('ab', 'a\nb')).toBe('\\ab  a\\nb\n');
  expect(checksumLine('ab', 'a\\b\rc')).toBe('\\ab  a\\\\b\\rc\n');
  expect(checksumLine('ab', '\udcff\n')).toBe('\\ab  \udcff\\n\n');
});
