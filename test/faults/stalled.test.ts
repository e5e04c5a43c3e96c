import { readdirSync, readFileSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EngineClient } from '../../src/client/engine/engineClient';
import type { Progress } from '../../src/client/progress/progress';
import type { JobRequest } from '../../src/engine/model/job/job';
import { batchOutput, writeJobFile } from '../support/batch';
import { jobSummary } from '../support/cli';
import { attemptAt, type Heard, listening, newClient } from '../support/client';
import { finalNames, stagingFolders } from '../support/faults/aftermath';
import { need } from '../support/faults/capabilities';
import { runCommand, succeeds } from '../support/faults/commands';
import { type FaultFs, faultFs } from '../support/faults/faultfs/client';
import { ext4Folder } from '../support/faults/mounts';
import { copying, startBounded, until } from '../support/faults/processes';
import { contentOf, KiB, MiB, makeFiles } from '../support/faults/samples';
import { requestFor } from '../support/runEngine';
import { scratchFolder } from '../support/scratch';

// B9: a device that does not answer. The engine hangs in a system call that nobody can end; a test ends it by releasing it.

const IMPATIENT = { stallSeconds: 0.5, abandonAfterMinutes: 0 };
/** For tests in which nothing may be taken for a stall, however busy the machine is. */
const PATIENT = { stallSeconds: 1.8, abandonAfterMinutes: 0 };

/** A source whose second file hangs in its middle. */
async function hangingSource(): Promise<{ source: FaultFs; tree: string }> {
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': 100 * KiB, 'tree/b.bin': 3 * MiB, 'tree/c.bin': 10 });
  await source.setRules({ op: 'read', path: 'b.bin', from: MiB, times: 1, fault: { kind: 'hold' } });
  return { source, tree: join(source.folder, 'tree') };
}

/** A job that is started and watched. */
function start(client: EngineClient, request: JobRequest) {
  const stalls: boolean[] = [];
  const lives = new Set<Progress['life']>();
  const heard: Heard = listening({ progress: ({ life }) => lives.add(life) });
  const listener = { ...heard.listener, onStalled: (isStalled: boolean) => stalls.push(isStalled) };
  const job = client.start(attemptAt(request), listener);
  const stalled = () => until('the mark of a stalled job', () => stalls.at(-1) === true);
  return { job, heard, stalls, lives, stalled };
}

/** What any extension of the window may do meanwhile. */
async function expectHostAnswers(): Promise<void> {
  const elsewhere = scratchFolder();
  for (let call = 0; call < 8; call++) expect((await stat(elsewhere)).isDirectory()).toBe(true);
}

describe('rows 28, 30: a read that does not return', () => {
  test('marks the job, leaves the host alone, and is abandoned; the next job has a fresh thread meanwhile', async (context) => {
    need(context, 'mounts', 'fuse');
    const { source, tree } = await hangingSource();
    const { client } = newClient(undefined, IMPATIENT);
    const [to, other] = [scratchFolder(), scratchFolder()];
    const hanging = start(client, requestFor([tree], to));
    expect(hanging.job.abandon()).toBe(false);
    await hanging.stalled();
    await expectHostAnswers();
    const thread = client.worker;
    expect(hanging.job.abandon()).toBe(true);
    const summary = await hanging.job.finished;
    expect(summary).toMatchObject({ status: 'failed', grade: null, recordsDir: null, failureCount: 1 });
    expect(summary.failures).toMatchObject([{ code: 'stalled', args: { item: 'tree/b.bin' } }]);
    expect(summary.stagingDir).toBe(stagingFolders(to)[0]);
    expect(hanging.job.abandon()).toBe(false);

    const files = makeFiles(join(scratchFolder(), 'files'), { 'x.bin': 2 * MiB });
    const next = start(client, requestFor([files], other));
    expect((await next.job.finished).status).toBe('complete');
    await next.job.gone;
    expect(client.worker).not.toBe(thread);
    expect((await source.log()).some(({ held }) => held === true)).toBe(true);
    expect(client.abandoned.attempts).toEqual([hanging.job.attempt]);

    const told = JSON.stringify(hanging.heard);
    await source.release();
    await hanging.job.gone;
    expect(client.abandoned.attempts).toEqual([]);
    expect(finalNames(to)).toEqual([]);
    expect(readdirSync(to)).toHaveLength(1);
    expect(JSON.stringify(hanging.heard)).toBe(told);
    expect(readFileSync(join(stagingFolders(to)[0] ?? '', 'custody.jsonl'), 'utf8')).toContain('"code":"stalled"');
    expect((await start(client, requestFor([files], to)).job.finished).status).toBe('complete');
  });

  test('clears the mark by itself when it returns, and the copy is right', async (context) => {
    need(context, 'mounts', 'fuse');
    const { source, tree } = await hangingSource();
    const to = scratchFolder();
    const { job, stalls, stalled } = start(newClient(undefined, IMPATIENT).client, requestFor([tree], to));
    await stalled();
    await source.release();
    expect((await job.finished).status).toBe('complete');
    expect(stalls).toEqual([true, false]);
    expect(contentOf(join(to, 'tree'))).toEqual(contentOf(join(source.backing, 'tree')));
  });

  test('is given up without asking where nobody is there to be asked', async (context) => {
    need(context, 'mounts', 'fuse');
    const { source, tree } = await hangingSource();
    const { client } = newClient(undefined, { stallSeconds: 0.3, abandonAfterMinutes: 0.005 });
    const { job } = start(client, requestFor([tree], scratchFolder()));
    expect((await job.finished).failures).toMatchObject([{ code: 'stalled' }]);
    await source.release();
    await job.gone;
  });

  test('does not keep the end of the window waiting', async (context) => {
    need(context, 'mounts', 'fuse');
    const { source, tree } = await hangingSource();
    const { client } = newClient();
    const to = scratchFolder();
    const { job } = start(client, requestFor([tree], to));
    await source.waitUntilHolding();
    await client.dispose();
    expect((await job.finished).status).toBe('failed');
    await source.release();
    await job.gone;
    expect(finalNames(to)).toEqual([]);
  });
});

describe('row 29: lanes that hang', () => {
  test.for(['write', 'read'] as const)('in a %s of the destination: the same', async (op, context) => {
    need(context, 'mounts', 'fuse');
    const target = await faultFs();
    await target.setRules({ op, path: 'large.bin', fault: { kind: 'hold' } });
    const files = makeFiles(join(scratchFolder(), 'files'), { 'large.bin': 20 * MiB });
    const { client } = newClient(undefined, IMPATIENT);
    const { job, stalled } = start(client, requestFor([files], target.folder));
    await stalled();
    await expectHostAnswers();
    expect(job.abandon()).toBe(true);
    expect((await job.finished).failures).toMatchObject([{ code: 'stalled' }]);
    await target.setRules();
    await target.release();
    await job.gone;
    expect(finalNames(target.backing)).toEqual([]);
  });
});

test('an abandoned job gives no further name when the call that hung was one that gives names', async (context) => {
  need(context, 'mounts', 'fuse');
  const target = await faultFs();
  const root = makeFiles(scratchFolder(), { 'one/a': 1, 'two/b': 1, 'three/c': 1 });
  const names = ['one', 'two', 'three'];
  await target.setRules({ op: 'rename', path: 'payload/two', fault: { kind: 'hold' } });
  const { client } = newClient(undefined, IMPATIENT);
  const sources = names.map((name) => join(root, name));
  const { job, stalled } = start(client, requestFor(sources, target.folder));
  await stalled();
  expect(job.abandon()).toBe(true);
  await target.release();
  await job.gone;
  // The call that hung was under way: the system has done it all the same. What it named was proved like all others.
  const published = finalNames(target.backing);
  expect(published).not.toContain('three');
  for (const name of published) expect(contentOf(join(target.backing, name))).toEqual(contentOf(join(root, name)));
});

test('fsync may take as long as it takes: the job is writing to disk, and is not stalled', async (context) => {
  need(context, 'mounts', 'fuse');
  const target = await faultFs();
  await target.setRules({ op: 'fsync', path: 'large.bin', fault: { kind: 'hold' } });
  const files = makeFiles(join(scratchFolder(), 'files'), { 'large.bin': 2 * MiB });
  const { client } = newClient(undefined, PATIENT);
  const { job, lives, stalls } = start(client, requestFor([files], target.folder));
  await until('the disk being written to', () => lives.has('writingToDisk'));
  expect(job.abandon()).toBe(false);
  await target.setRules();
  await target.release();
  expect((await job.finished).status).toBe('complete');
  expect([stalls, lives.has('stalled')]).toEqual([[], false]);
});

test('row 27: a device that is slow but answers is not stalled', async (context) => {
  need(context, 'mounts', 'fuse');
  const source = await faultFs();
  makeFiles(source.backing, { 'slow.bin': 3 * MiB });
  await source.setRules({ op: 'read', path: 'slow.bin', fault: { kind: 'delay', milliseconds: 400 } });
  const { client } = newClient(undefined, PATIENT);
  const { job, stalls } = start(client, requestFor([join(source.folder, 'slow.bin')], scratchFolder()));
  expect((await job.finished).status).toBe('complete');
  expect(stalls).toEqual([]);
});

test('row 28: a stopped file system is a stalled job, and a job that goes on when it is let go', async (context) => {
  need(context, 'mounts', 'fuse');
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': 3 * MiB });
  const to = scratchFolder();
  source.setFrozen(true);
  const { job, stalled } = start(newClient(undefined, IMPATIENT).client, requestFor([join(source.folder, 'tree')], to));
  await stalled();
  source.setFrozen(false);
  expect((await job.finished).status).toBe('complete');
});

test('row 31: a frozen file system (fsfreeze): the same', async (context) => {
  need(context, 'mounts', 'loop', 'ext4');
  const { folder } = ext4Folder(32 * MiB);
  const files = makeFiles(join(scratchFolder(), 'files'), { 'a.bin': 3 * MiB });
  runCommand('fsfreeze', '-f', folder);
  const thaw = () => succeeds('fsfreeze', '-u', folder);
  onTestFinished(() => void thaw());
  const { job, stalled } = start(newClient(undefined, IMPATIENT).client, requestFor([files], folder));
  await stalled();
  expect(thaw()).toBe(true);
  expect((await job.finished).status).toBe('complete');
  expect(statSync(join(folder, 'files', 'a.bin')).size).toBe(3 * MiB);
});

describe('the command line', () => {
  const patience = ['--stall-seconds', '1', '--abandon-after-minutes', '0.01'];

  test('tells of the job while the device hangs, and ends when the device lets it', async (context) => {
    need(context, 'mounts', 'fuse');
    const { source, tree } = await hangingSource();
    const to = scratchFolder();
    const running = startBounded(copying(tree, to, ...patience));
    await until('the summary', () => running.printed().includes('"jobFinished"'));
    expect(running.process.exitCode).toBeNull();
    await source.release();
    const { status, stdout, stderr } = await running.result;
    expect(status).toBe(1);
    expect(jobSummary(stdout).failures).toMatchObject([{ code: 'stalled' }]);
    expect(stderr).toMatch(/does not answer\..*\n(.*\n)*Waiting for a device/);
    expect(finalNames(to)).toEqual([]);
  });

  test('goes on with the batch, but for a job that needs the names of the abandoned one', async (context) => {
    need(context, 'mounts', 'fuse');
    const { source, tree } = await hangingSource();
    const root = makeFiles(scratchFolder(), { 'x.bin': 2 * MiB });
    const [to, other] = [join(root, 'to'), join(root, 'other')];
    const files = [
      writeJobFile(root, '1', { sources: [tree], destinations: [to] }),
      writeJobFile(root, '2', { sources: ['x.bin'], destinations: [other] }),
      writeJobFile(root, '3', { sources: ['x.bin'], destinations: [join(to, 'deeper')] }),
    ];
    const running = startBounded(['run', ...files, '--json', ...patience]);
    await until('the end of the batch', () => running.printed().includes('"batchFinished"'));
    await source.release();
    const { status, stdout } = await running.result;
    const { jobs, batch } = batchOutput(stdout);
    expect([status, batch.status]).toEqual([1, 'failed']);
    expect(batch.results.map(({ outcome }) => outcome)).toEqual(['failed', 'complete', 'held']);
    expect(jobs.map(({ summary }) => summary.failures.map(({ code }) => code))).toEqual([
      ['stalled'],
      [],
      ['namesLocked'],
    ]);
    expect(contentOf(join(other, 'x.bin'))).toEqual(contentOf(join(root, 'x.bin')));
  });
});
