import { createHash } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AuditAbandonedError, AuditRefusedError, startAudit } from '../../src/client/audit/audit';
import type { Progress } from '../../src/client/progress/progress';
import { ATTENDED } from '../../src/engine/model/job/patience';
import { BUNDLES } from '../support/bundles';
import { memoryScratch } from '../support/memoryScratch';
import { scratchFolder } from '../support/scratch';
import { makeTree } from '../support/tree';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** So many files of 1 KiB, and a list of their digests. */
function manyFiles(count: number): string {
  const folder = memoryScratch();
  const contents = Array.from({ length: count }, (_, index) => [`${index}.bin`, String(index).padEnd(1024)] as const);
  makeTree(folder, Object.fromEntries(contents));
  writeFileSync(
    join(folder, 'list.sha256'),
    contents.map(([name, content]) => `${sha256(content)}  ${name}\n`).join(''),
  );
  return folder;
}

/** A listed file that takes no room, and longer to read than a test: what is under test ends the audit. */
function endlessFile(): string {
  const folder = scratchFolder();
  makeTree(folder, { 'recorder.dd': '', 'list.sha256': `${sha256('something else')}  recorder.dd\n` });
  truncateSync(join(folder, 'recorder.dd'), 200 * GiB);
  return folder;
}

/** Resolves at the first progress that is as wanted; `all` keeps every one. */
function progressLike(isWanted: (progress: Progress) => boolean) {
  const all: Progress[] = [];
  let resolve = (_: Progress): void => {};
  const seen = new Promise<Progress>((done) => {
    resolve = done;
  });
  const onProgress = (progress: Progress): void => {
    all.push(progress);
    if (isWanted(progress)) resolve(progress);
  };
  return { seen, all, onProgress };
}

const isReading = ({ fraction, paused }: Progress) => (fraction ?? 0) > 0 && !paused;

test('of some thousand files progress is told, never goes back, and ends with all of them', async () => {
  const { all, onProgress } = progressLike(() => true);
  const audit = startAudit(BUNDLES.worker, { folder: manyFiles(3000) }, { onProgress });
  expect(await audit.finished).toMatchObject({ status: 'passed', matched: 3000 });
  expect(all.length).toBeGreaterThan(1);
  const fractions = all.map(({ fraction }) => fraction ?? 0);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(all.at(-1)).toMatchObject({ fraction: 1, itemsDone: 3001, itemsPlanned: 3001 });
});

test('of one large file progress is told while it is read', async () => {
  const { seen, onProgress } = progressLike(isReading);
  const audit = startAudit(BUNDLES.worker, { folder: endlessFile() }, { onProgress });
  const progress = await seen;
  expect(progress).toMatchObject({ phase: 'validating', itemsPlanned: 2, currentPath: 'recorder.dd' });
  expect(progress.bytesDone).toBeGreaterThan(0);
  audit.cancel();
  await audit.finished;
});

test('paused, it does not go on; resumed, it does; cancelled, it says so and claims nothing', async () => {
  const first = progressLike(isReading);
  const paused = progressLike((progress) => progress.paused && progress.currentRate === 0);
  let told: (progress: Progress) => void = first.onProgress;
  const audit = startAudit(BUNDLES.worker, { folder: endlessFile() }, { onProgress: (progress) => told(progress) });
  await first.seen;

  audit.pause();
  told = paused.onProgress;
  // The buffer at hand is still read to its end; from then on nothing moves.
  await expect.poll(() => paused.all.length).toBeGreaterThan(5);
  const { bytesDone } = await paused.seen;
  expect(paused.all.at(-1)?.bytesDone).toBeLessThanOrEqual(bytesDone + 16 * MiB);
  const standing = paused.all.at(-1)?.bytesDone;
  const count = paused.all.length;
  await expect.poll(() => paused.all.length).toBeGreaterThan(count + 3);
  expect(paused.all.at(-1)?.bytesDone).toBe(standing);

  const resumed = progressLike((progress) => isReading(progress) && progress.bytesDone > (standing ?? 0));
  told = resumed.onProgress;
  audit.resume();
  await resumed.seen;
  audit.cancel();
  const summary = await audit.finished;
  expect(summary).toMatchObject({ status: 'cancelled', matched: 0, grade: null, bag: null });
  expect(Object.values(summary.counts)).toEqual([0, 0, 0, 0, 0]);
});

test('cancelled while it is paused, it ends', async () => {
  const paused = progressLike((progress) => progress.paused);
  const audit = startAudit(BUNDLES.worker, { folder: endlessFile() }, { onProgress: paused.onProgress });
  audit.pause();
  await paused.seen;
  audit.cancel();
  expect((await audit.finished).status).toBe('cancelled');
});

test('cancelled while its manifest is looked for, it ends, and neither refuses nor claims anything', async () => {
  const folder = scratchFolder();
  makeTree(folder, { case: { 'a.txt': 'a' } });
  const audit = startAudit(BUNDLES.worker, { folder });
  audit.cancel();
  const summary = await audit.finished;
  expect(summary).toMatchObject({ status: 'cancelled', against: 'nothing yet', matched: 0, bytes: 0, manifest: null });
});

test('paused while its manifest is looked for, it waits', async () => {
  const folder = scratchFolder();
  makeTree(folder, { case: { 'a.txt': 'a' } });
  const paused = progressLike((progress) => progress.paused);
  const audit = startAudit(BUNDLES.worker, { folder }, { onProgress: paused.onProgress });
  audit.pause();
  await paused.seen;
  audit.resume();
  await expect(audit.finished).rejects.toThrow(AuditRefusedError);
});

test('invariant 6: a listener that throws disturbs nothing, and what it threw is told', async () => {
  const errors: unknown[] = [];
  const broken = new Error('the listener is broken');
  const audit = startAudit(
    BUNDLES.worker,
    { folder: manyFiles(3) },
    {
      onProgress: () => {
        throw broken;
      },
      onError: (error) => errors.push(error),
    },
  );
  expect((await audit.finished).status).toBe('passed');
  expect(errors).toContain(broken);
});

test('a folder with nothing to hold it against is refused with a sentence; a thread that dies is told', async () => {
  const { finished } = startAudit(BUNDLES.worker, { folder: scratchFolder() });
  await expect(finished).rejects.toThrow(AuditRefusedError);
  await expect(finished).rejects.toThrow(/^There is nothing to hold this folder against/);
  const script = join(scratchFolder(), 'dies.js');
  writeFileSync(script, 'process.exit(3)');
  await expect(startAudit(script, { folder: '/' }).finished).rejects.toThrow(/ended with code 3/);
});

test('B9: only an audit whose device does not answer is abandoned, and then at once', async () => {
  const script = join(scratchFolder(), 'hangs.js');
  // A thread in a system call that does not return: no beat, no answer.
  writeFileSync(script, "require('node:worker_threads').parentPort.on('message', () => {})");
  const stalled = progressLike(({ life }) => life === 'stalled');
  const audit = startAudit(
    script,
    { folder: '/' },
    { onProgress: stalled.onProgress },
    { ...ATTENDED, stallSeconds: 0.5 },
  );
  expect(audit.abandon()).toBe(false);
  await stalled.seen;
  audit.cancel();
  expect(audit.abandon()).toBe(true);
  await expect(audit.finished).rejects.toThrow(AuditAbandonedError);
});
