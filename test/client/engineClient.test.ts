import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JobListener } from '../../src/client/engine/activeJob';
import type { Progress } from '../../src/client/progress/progress';
import type { ItemOutcome } from '../../src/engine/model/item/outcome';
import { PHASES } from '../../src/engine/model/job/phase';
import { attemptAt, listening, newClient } from '../support/client';
import { memoryScratch } from '../support/memoryScratch';
import { requestFor } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';
import { link, makeTree, sparse } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

const MiB = 1024 * 1024;

function sourceTree(): { root: string; request: ReturnType<typeof requestFor> } {
  const root = scratchFolder();
  makeTree(root, { source: { a: 'x', big: Buffer.alloc(5 * MiB + 1, 'evidence'), d: { e: 'y', l: link('e') } } });
  return { root, request: requestFor([join(root, 'source')], join(root, 'out'), { bufferSizeKB: 64 }) };
}

/** Resolves at the first progress that is as wanted. */
function progressLike(isWanted: (progress: Progress) => boolean) {
  let resolve = (_: Progress): void => {};
  const seen = new Promise<Progress>((done) => {
    resolve = done;
  });
  return { seen, listener: listening({ progress: (progress) => isWanted(progress) && resolve(progress) }) };
}

test('B1: a job on the engine thread tells its phases, outcomes and one summary, and the copy is right', async () => {
  const { root, request } = sourceTree();
  const { client, log } = newClient();
  const heard = listening();
  const attempt = attemptAt(request);
  const summary = await client.start(attempt, heard.listener).finished;
  expect(summary).toMatchObject({ jobId: attempt.jobId, status: 'complete', grade: 'readBack', sourceReads: 3 });
  expect(heard.phases).toEqual(PHASES.filter((phase) => phase !== 'archiving'));
  expect(heard.outcomes.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(heard.staged).toEqual([join(root, 'out', `INCOMPLETE-${attempt.jobId.slice(0, 8)}`)]);
  expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
  expect(log).toEqual([]);
});

test('E10: the last report comes before the summary and says 100 %; none comes after it', async () => {
  const { request } = sourceTree();
  const { client } = newClient();
  const heard = listening();
  await client.start(attemptAt(request), heard.listener).finished;
  const count = heard.progress.length;
  expect(heard.progress.at(-1)).toMatchObject({ fraction: 1, itemsDone: 6, itemsPlanned: 6, itemsFailed: 0 });
  expect(heard.progress.at(-1)?.bytesDone).toBe(5 * MiB + 3);
  // A second job keeps the thread and the timers busy; the first listener hears nothing of it.
  await client.start(attemptAt({ ...request, conflict: 'skipIdentical' }), {}).finished;
  expect(heard.progress.length).toBe(count);
});

test('E10: a listener that throws in every callback disturbs nothing, and the log says so', async () => {
  const { root, request } = sourceTree();
  const { client, log } = newClient();
  const angry = (): never => {
    throw new Error('the listener is broken');
  };
  const listener: JobListener = { onStaged: angry, onPhase: angry, onProgress: angry, onOutcomes: angry, onLog: angry };
  const summary = await client.start(attemptAt(request), listener).finished;
  expect(summary.status).toBe('complete');
  expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
  expect(log.length).toBeGreaterThan(5);
  expect(log.every((line) => line.includes('the listener is broken'))).toBe(true);
});

test.each([
  ['every item', true],
  ['failed items only', false],
])('outcomes of %s come to a listener that asks for them', async (_, asksForAll) => {
  const root = scratchFolder();
  makeTree(root, { source: { good: 'x', bad: 'x' }, out: { source: { bad: 'something else' } } });
  const { client } = newClient();
  const request = requestFor([join(root, 'source')], join(root, 'out'), { conflict: 'skipIdentical' });
  const [all, failed] = [new Set<string>(), new Set<string>()];
  const noteIn = (list: Set<string>) => (outcomes: readonly ItemOutcome[]) => {
    for (const { path } of outcomes) list.add(path);
  };
  const summary = await client.start(attemptAt(request), {
    onFailedItems: noteIn(failed),
    ...(asksForAll && { onOutcomes: noteIn(all) }),
  }).finished;
  expect(summary).toMatchObject({ status: 'incomplete', items: { planned: 3, failed: 1 } });
  expect(failed).toEqual(new Set(['source/bad']));
  expect(all).toEqual(new Set(asksForAll ? ['source', 'source/bad', 'source/good'] : []));
});

test('invariant 6: a consumer that is far too slow gets every outcome exactly once, in order', async () => {
  const root = memoryScratch();
  const count = 7000;
  makeTree(root, { source: Object.fromEntries(Array.from({ length: count }, (_, i) => [`link ${i}`, link('x')])) });
  const { client } = newClient();
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const ids: number[] = [];
  const summary = await client.start(attemptAt(requestFor([join(root, 'source')], join(root, 'out'))), {
    onOutcomes: (outcomes) => {
      // Keeps this thread from taking the next batch, as a busy extension host would.
      Atomics.wait(pause, 0, 0, 15);
      ids.push(...outcomes.map(({ id }) => id));
    },
  }).finished;
  expect(summary).toMatchObject({ status: 'complete', items: { planned: count + 1, copied: count + 1 } });
  expect(ids).toEqual(Array.from({ length: count + 1 }, (_, id) => id));
});

test('one job at a time, and the next one on the same thread', async () => {
  const { root, request } = sourceTree();
  const { client } = newClient();
  const first = client.start(attemptAt(request), {});
  const thread = client.worker;
  expect(() => client.start(attemptAt(request), {})).toThrow(RangeError);
  expect((await first.finished).status).toBe('complete');
  const second = await client.start(attemptAt({ ...request, destinations: [join(root, 'out 2')] }), {}).finished;
  expect(second.status).toBe('complete');
  expect(client.worker).toBe(thread);
});

test('a job that fails in preflight has its one summary too', async () => {
  const { root, request } = sourceTree();
  const { client } = newClient();
  const heard = listening();
  const missing = { ...request, sources: [join(root, 'nowhere')] };
  const summary = await client.start(attemptAt(missing), heard.listener).finished;
  expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'notFound' }] });
  expect([heard.staged, heard.outcomes]).toEqual([[], []]);
});

describe('E9: a job that is paused', () => {
  test('does not go on by itself, tells that it is paused, and completes when it is resumed', async () => {
    const { root, request } = sourceTree();
    const { client } = newClient();
    const { seen, listener } = progressLike(({ paused, fraction }) => paused && fraction === null);
    const job = client.start(attemptAt(request), listener.listener);
    job.pause();
    await seen;
    expect(listener.phases).not.toContain('copying');
    expect(listener.progress.every(({ currentRate, itemsDone }) => currentRate === 0 && itemsDone === 0)).toBe(true);
    job.resume();
    expect((await job.finished).status).toBe('complete');
    expect(treeDifferences(join(root, 'source'), join(root, 'out', 'source'))).toEqual([]);
  });

  test('can be cancelled', async () => {
    const { request } = sourceTree();
    const { client } = newClient();
    const { seen, listener } = progressLike(({ paused }) => paused);
    const job = client.start(attemptAt(request), listener.listener);
    job.pause();
    await seen;
    job.cancel('remove');
    expect(await job.finished).toMatchObject({ status: 'cancelled', stagingDir: null });
  });
});

describe('E9: a job that is cancelled while it copies', () => {
  test.each(['keep', 'remove'] as const)('ends cancelled and has no final name (%s)', async (staging) => {
    const root = scratchFolder();
    makeTree(root, { a: 'x', huge: sparse(40 * 1024 * MiB, {}) });
    const { client } = newClient();
    const { seen, listener } = progressLike(({ currentPath, phase }) => phase === 'copying' && currentPath === 'huge');
    const sources = [join(root, 'a'), join(root, 'huge')];
    const job = client.start(attemptAt(requestFor(sources, join(root, 'out'))), listener.listener);
    await seen;
    job.cancel(staging);
    const summary = await job.finished;
    expect(summary).toMatchObject({ status: 'cancelled', failures: [{ code: 'cancelled' }] });
    const names = readdirSync(join(root, 'out'));
    expect(names).toEqual(staging === 'keep' ? [summary.stagingDir?.split('/').at(-1)] : []);
    if (staging === 'keep') expect(readFileSync(join(summary.stagingDir ?? '', 'payload/a'), 'utf8')).toBe('x');
  });
});

describe('disposing of the client', () => {
  test('ends a running job as cancelled, keeps its staging, and ends the thread', async () => {
    const root = scratchFolder();
    makeTree(root, { source: { huge: sparse(40 * 1024 * MiB, {}) } });
    const { client } = newClient();
    const { seen, listener } = progressLike(({ phase }) => phase === 'copying');
    const job = client.start(attemptAt(requestFor([join(root, 'source')], join(root, 'out'))), listener.listener);
    await seen;
    await client.dispose();
    const summary = await job.finished;
    expect(summary.status).toBe('cancelled');
    expect(readdirSync(join(root, 'out'))).toEqual([summary.stagingDir?.split('/').at(-1)]);
    expect(client.worker).toBeUndefined();
  });

  test('that never had a job does nothing', async () => {
    await expect(newClient().client.dispose()).resolves.toBeUndefined();
  });
});
