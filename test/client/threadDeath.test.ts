import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JobListener } from '../../src/client/engine/activeJob';
import { PHASES, type Phase } from '../../src/engine/model/job/phase';
import type { JobSummary } from '../../src/engine/model/result/summary';
import { attemptAt, listening, newClient } from '../support/client';
import { memoryScratch } from '../support/memoryScratch';
import { requestFor } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { link, makeTree, sparse, type TreeLiteral } from '../support/tree';
import { readTree, treeDifferences } from '../support/treeDifferences';

const MiB = 1024 * 1024;

/** Enough items that no phase is over before the host has heard of it. */
function sourceTree(more: TreeLiteral = {}): string {
  const root = memoryScratch();
  const links = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`link ${index}`, link('x')]));
  makeTree(root, { source: { a: 'x', big: Buffer.alloc(3 * MiB, 'evidence'), d: links, ...more } });
  return root;
}

/** Final names whose bytes are not those of the source. An empty folder is a name that was only reserved. */
function wrongNames(root: string): string[] {
  const out = join(root, 'out');
  if (!existsSync(out)) return [];
  const final = readdirSync(out).filter((name) => !/^(INCOMPLETE-|\.INCOMPLETE-|evidence-records$)/.test(name));
  return final.flatMap((name) => {
    if (readTree(join(out, name)).size === 1) return [];
    // The mode and time of a folder come after its name.
    return treeDifferences(join(root, 'source'), join(out, name)).filter((text) => !/^: (mode|mtime)/.test(text));
  });
}

function expectHonest(summary: JobSummary): void {
  if (summary.status === 'complete') return;
  expect(summary).toMatchObject({ status: 'failed', grade: null, files: 0, bytes: 0, recordsDir: null });
  expect(summary.failures.map(({ code }) => code)).toEqual(['engineCrashed']);
}

describe.each(PHASES)('invariant 4: the engine thread dies in the phase `%s`', (phase) => {
  test('there is one summary, no unverified final name, and the next job completes on a fresh thread', async () => {
    const root = sourceTree();
    const request = requestFor([join(root, 'source')], join(root, 'out'), { bufferSizeKB: 8, zip: 'store' });
    const { client } = newClient();
    let summaries = 0;
    const heard = listening({ phase: (entered: Phase) => entered === phase && void client.worker?.terminate() });
    const job = client.start(attemptAt(request), heard.listener);
    void job.finished.then(() => summaries++);
    const dying = client.worker;
    const summary = await job.finished;
    expectHonest(summary);
    if (phase === 'copying') expect(summary.status).toBe('failed');
    expect(wrongNames(root)).toEqual([]);
    if (summary.stagingDir !== null) expect(heard.staged).toEqual([summary.stagingDir]);
    const next = { ...request, destinations: [join(root, 'out 2')] };
    expect((await client.start(attemptAt(next), {}).finished).status).toBe('complete');
    expect(client.worker).not.toBe(dying);
    expect(treeDifferences(join(root, 'source'), join(root, 'out 2', 'source'))).toEqual([]);
    expect(summaries).toBe(1);
  });
});

test('a thread that dies while its job is paused, before it wrote anything, leaves one summary and no names', async () => {
  const root = sourceTree();
  const { client, log } = newClient();
  const listener: JobListener = { onProgress: ({ paused }) => paused && void client.worker?.terminate() };
  const job = client.start(attemptAt(requestFor([join(root, 'source')], join(root, 'out'))), listener);
  job.pause();
  const summary = await job.finished;
  expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'engineCrashed' }] });
  expect(summary.failures[0]?.cause).toMatch(/ended with code/);
  expect(log.join()).toMatch(/ended unexpectedly/);
  expect(wrongNames(root)).toEqual([]);
});

test('a thread that dies in the middle of a huge file leaves its staging folder, named in the summary', async () => {
  const root = sourceTree({ huge: sparse(40 * 1024 * MiB, {}) });
  const { client } = newClient();
  const listener: JobListener = {
    onProgress: ({ currentPath, phase }) =>
      phase === 'copying' && currentPath === 'source/huge' && void client.worker?.terminate(),
  };
  const summary = await client.start(attemptAt(requestFor([join(root, 'source')], join(root, 'out'))), listener)
    .finished;
  expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'engineCrashed' }] });
  expect(readdirSync(join(root, 'out'))).toEqual([summary.stagingDir?.split('/').at(-1)]);
  expect(readdirSync(summary.stagingDir ?? '')).toContain('custody.jsonl');
});

/** An engine thread of a few lines, to misbehave as no real one would. */
function fakeWorker(script: string): string {
  const path = join(scratchFolder(), 'worker.js');
  writeFileSync(path, `const { parentPort } = require('node:worker_threads');\n${script}`);
  return path;
}

describe('invariant 4: a thread that misbehaves', () => {
  test.each([
    ['cannot be started', '/no/such/worker.js', /no\/such/],
    ['throws as it starts', 'throw new Error("cannot start")', /cannot start/],
    ['throws at a job', 'parentPort.on("message", () => { throw new Error("cannot run") })', /cannot run/],
    ['rejects at a job', 'parentPort.on("message", () => Promise.reject(new Error("cannot go on")))', /cannot go on/],
    ['ends itself', 'parentPort.on("message", () => process.exit(3))', /code 3/],
    [
      'says what it may not',
      'parentPort.on("message", () => parentPort.postMessage({ type: "hello" }))',
      /not a message/,
    ],
  ])('%s: one summary `engineCrashed` with its cause, for this job and the next', async (_, script, cause) => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'x' } });
    const { client } = newClient(script.startsWith('/') ? script : fakeWorker(script));
    for (let number = 0; number < 2; number++) {
      const summary = await client.start(attemptAt(requestFor([join(root, 'source')], join(root, 'out'))), {}).finished;
      expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'engineCrashed' }] });
      expect(summary.failures[0]?.cause).toMatch(cause);
    }
    expect(existsSync(join(root, 'out'))).toBe(false);
  });

  test('and speaks on afterwards is not listened to: the next job ends with its own summary', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { a: 'x' } });
    // Answers the first job with nonsense and then, as if nothing had been, with a summary that is not the second job's.
    const { client } = newClient(
      fakeWorker(`
        parentPort.on('message', ({ attempt }) => {
          if (attempt.request.label !== 'first') return void process.exit(7);
          parentPort.postMessage('nonsense');
          parentPort.postMessage({ type: 'phase', phase: 'publishing' });
          parentPort.postMessage({ type: 'finished', summary: ${JSON.stringify(anySummary())} });
        });
      `),
    );
    const request = requestFor([join(root, 'source')], join(root, 'out'), { label: 'first' });
    const first = await client.start(attemptAt(request), {}).finished;
    expect(first.failures).toMatchObject([{ code: 'engineCrashed' }]);
    const heard = listening();
    const second = attemptAt({ ...request, label: 'second' });
    const summary = await client.start(second, heard.listener).finished;
    expect(summary).toMatchObject({ jobId: second.jobId, status: 'failed', failures: [{ code: 'engineCrashed' }] });
    expect(heard.phases).toEqual([]);
  });
});

/** A summary that says that all went well. */
function anySummary(): JobSummary {
  return {
    jobId: '00000000-0000-4000-8000-000000000000',
    label: 'of another job',
    attempt: 1,
    status: 'complete',
    gradeRequested: 'readBack',
    grade: 'readBack',
    gradeReason: null,
    gradeCounts: {},
    items: { planned: 1, copied: 1, recorded: 0, skipped: 0, failed: 0 },
    files: 1,
    filesPlanned: 1,
    bytes: 1,
    bytesPlanned: 1,
    sizeClasses: { small: 1, medium: 0, large: 0 },
    failures: [],
    failureCount: 0,
    notices: [],
    startedAt: '',
    endedAt: '',
    durationMs: 1,
    bytesPerSecond: 1,
    speedSamples: [],
    sourceReads: 1,
    destinationReads: 1,
    readsSaved: 1,
    peakMemoryBytes: 1,
    method: 'bufferReuse',
    bufferSizeKB: 8,
    digestImplementations: {},
    sourceVolumes: [],
    destinationVolume: null,
    sources: [],
    destination: '/',
    recordsDir: null,
    stagingDir: null,
  };
}
