import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { readHistory } from '../../src/engine/journal/history';
import { checkSeal } from '../../src/engine/journal/seal';
import type { JobRequest } from '../../src/engine/model/job/job';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { StagingLock } from '../../src/engine/staging/stagingLock';
import { flipByte } from '../support/flipByte';
import { type Call, failing, type Hooks, hookedFileSystem } from '../support/hookedFileSystem';
import { forgetOwners, runUntil } from '../support/killedCopy';
import { memoryScratch } from '../support/memoryScratch';
import { type EngineRun, requestFor, runEngine } from '../support/runEngine';
import { makeTree, sparse } from '../support/tree';
import { treeDifferences } from '../support/treeDifferences';

/** Large enough that it settles a group of its own, and takes no room. */
const SETTLES = 64 * 1024 * 1024;

/** A job whose first file was settled and which was then killed, over the second one. */
class KilledJob {
  readonly root = memoryScratch();
  readonly out = join(this.root, 'out');
  readonly jobId = randomUUID();
  readonly request: JobRequest;

  constructor(choices: Partial<JobRequest> = {}) {
    makeTree(this.root, { source: { first: sparse(SETTLES, { 7: 'evidence' }), second: 'x', third: 'y' } });
    // Sources of their own: a folder would be listed in the order of its file system.
    const sources = ['first', 'second', 'third'].map((name) => join(this.root, 'source', name));
    this.request = requestFor(sources, this.out, choices);
  }

  async kill(): Promise<void> {
    const isReached = ({ kind, path }: Call) => kind === 'file.write' && path.endsWith('payload/second');
    const { at } = await runUntil(this.request, isReached, { again: { jobId: this.jobId, attempt: 1 } });
    expect(at).toBeDefined();
  }

  resume(hooks: Hooks = {}, attempt = 2): Promise<EngineRun> {
    return runEngine(this.request, { again: { jobId: this.jobId, attempt }, fs: hookedFileSystem(hooks) });
  }

  get staging(): string {
    return join(this.out, readdirSync(this.out).find((name) => name.startsWith('INCOMPLETE-')) ?? 'none');
  }

  differences(): string[] {
    return ['first', 'second', 'third'].flatMap((name) =>
      treeDifferences(join(this.root, 'source', name), join(this.out, name)),
    );
  }
}

function reading(): Hooks & { paths: Set<string> } {
  const paths = new Set<string>();
  return { paths, before: ({ kind, path }) => void (kind === 'file.read' && paths.add(path)) };
}

describe('E9: a resumed job', () => {
  test('reads back what is proved, and does not read its source again', async () => {
    const job = new KilledJob();
    await job.kill();
    const staged = join(job.staging, 'payload', 'first');
    const hooks = reading();
    const { summary, outcomes } = await job.resume(hooks);
    expect(summary).toMatchObject({ status: 'complete', attempt: 2, filesFromEarlier: 1, bytesFromEarlier: SETTLES });
    expect(hooks.paths).toContain(staged);
    expect([...hooks.paths].filter((path) => path.startsWith(join(job.root, 'source'))).sort()).toEqual(
      ['second', 'third'].map((name) => join(job.root, 'source', name)),
    );
    expect(outcomes.map(({ attempt }) => attempt)).toEqual([1, 2, 2]);
    expect(job.differences()).toEqual([]);
  });

  test('copies anew what does not read back as it was proved', async () => {
    const job = new KilledJob();
    await job.kill();
    const staged = join(job.staging, 'payload', 'first');
    const { atime, mtime } = statSync(staged);
    flipByte(staged);
    utimesSync(staged, atime, mtime);
    const { summary } = await job.resume();
    expect(summary).toMatchObject({ status: 'complete', filesFromEarlier: 0 });
    expect(job.differences()).toEqual([]);
  });

  test('E15: keeps a finished file whose source has changed since, and says so; another one fails', async () => {
    const job = new KilledJob();
    await job.kill();
    for (const name of ['first', 'second']) appendFileSync(join(job.root, 'source', name), '!');
    const { summary, outcomes } = await job.resume();
    expect(summary).toMatchObject({ status: 'incomplete', failures: [{ code: 'sourceChanged' }] });
    expect(summary.notices.join()).toMatch(/source of 1 file changed after/);
    expect(outcomes[0]).toMatchObject({ outcome: 'copied' });
    expect(outcomes[0]?.sourceSince).toMatch(new RegExp(`size.*${SETTLES} bytes.*${SETTLES + 1} bytes`));
    expect(outcomes[1]?.failure?.args).toMatchObject({ before: expect.any(String), after: expect.any(String) });
    expect((await job.resume({}, 3)).summary.status).toBe('complete');
    expect(readFileSync(join(job.out, 'second'), 'utf8')).toBe('x!');
  });

  test('that misses its sources changes nothing and can be resumed later', async () => {
    const job = new KilledJob();
    await job.kill();
    const log = readFileSync(join(job.staging, 'custody.jsonl'));
    const source = join(job.root, 'source', 'third');
    rmSync(source);
    const { summary } = await job.resume();
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'notFound', path: source }] });
    expect(summary.stagingDir).toBe(job.staging);
    expect(readFileSync(join(job.staging, 'custody.jsonl'))).toEqual(log);
    writeFileSync(source, 'new');
    expect((await job.resume()).summary.failures).toMatchObject([{ code: 'sourceChanged' }]);
  });

  test('row 64: is refused while a living engine works on it, and not for the sake of a dead one', async () => {
    const job = new KilledJob();
    await job.kill();
    const folder = nodeFileSystem.openFolder(job.staging);
    const lock = StagingLock.take(folder);
    const { summary } = await job.resume();
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'stagingInUse', path: job.staging }] });
    lock.release(folder);
    // As if another process had it, which has ended.
    writeFileSync(
      join(job.staging, 'owner-7'),
      JSON.stringify({ hostname: hostname(), pid: 2 ** 22 + 1, thread: null }),
    );
    folder.close();
    expect((await job.resume()).summary.status).toBe('complete');
  });

  test('where the drive is not connected, nothing is begun in its place', async () => {
    const job = new KilledJob();
    const request = { ...job.request, destinations: [join(job.root, 'not mounted')] };
    const again = { jobId: job.jobId, attempt: 2, continues: true as const };
    const { summary } = await runEngine(request, { again });
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'notFound' }] });
    expect(readdirSync(job.root)).toEqual(['source']);
  });
});

describe('R2: the custody log of a job that was resumed', () => {
  test('tells the gap, that its length is not known, and what was torn; its records are sealed', async () => {
    const job = new KilledJob();
    await job.kill();
    appendFileSync(join(job.staging, 'custody.jsonl'), '{"seq":99');
    const { summary } = await job.resume();
    const lines = readFileSync(join(summary.recordsDir ?? '', 'custody.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const entries = lines.map((line) => JSON.parse(line));
    const again = entries.findIndex(({ event }) => event === 'attemptStarted');
    expect(entries[again]).toMatchObject({
      attempt: 2,
      gap: { since: entries[again - 1].utc, length: 'unknown' },
      tornBytes: 9,
    });
    expect(entries.slice(-2).map(({ event }) => event)).toEqual(['recordsWritten', 'jobFinished']);
    const records = nodeFileSystem.openFolder(summary.recordsDir ?? '');
    expect(checkSeal(records)).toMatchObject({
      findings: [],
      seal: { attempt: 2, custody: { entries: entries.length } },
    });
    expect(readHistory(records)).toMatchObject({ lastAttempt: 2, lastFinished: 2, begun: { jobId: job.jobId } });
    records.close();
    const report = JSON.parse(readFileSync(join(summary.recordsDir ?? '', 'report.json'), 'utf8'));
    expect(report.custodyLog).toMatchObject({ entries: entries.length - 2, head: entries.at(-2)?.prev });
  });

  test('knows the length of the gap where the attempt before noted its end', async () => {
    const job = new KilledJob();
    const shared = new SharedState();
    await runEngine(job.request, {
      again: { jobId: job.jobId, attempt: 1 },
      shared,
      onPhase: (phase) => phase === 'copying' && shared.setControl('cancelKeep'),
    });
    const { summary } = await job.resume();
    const log = readFileSync(join(summary.recordsDir ?? '', 'custody.jsonl'), 'utf8');
    expect(log).toMatch(/"event":"attemptStarted".*"length":"known"/);
  });

  test.each([
    ['a changed entry', 'custody.jsonl', (text: string) => text.replace('planFrozen', 'planFroxen')],
    ['an entry that is gone', 'custody.jsonl', (text: string) => text.split('\n').toSpliced(1, 1).join('\n')],
    ['a plan that was changed', 'attempt-1/plan.jsonl', (text: string) => text.replace('"size":1', '"size":2')],
    ['a plan that can be read no more', 'attempt-1/plan.jsonl', (text: string) => text.replace('"', "'")],
    [
      'a ledger that was changed',
      'attempt-1/ledger.jsonl',
      (text: string) => text.replace('"sha256":"', '"sha256":"0'),
    ],
  ])('%s: the job is not continued, and nothing is touched', async (_, name, change) => {
    const job = new KilledJob();
    await job.kill();
    const path = join(job.staging, name);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    const { summary } = await job.resume();
    expect(summary).toMatchObject({ status: 'failed', failures: [{ code: 'logDamaged' }], stagingDir: job.staging });
    expect(statSync(join(job.staging, 'payload', 'first')).size).toBe(SETTLES);
    expect(readdirSync(job.out).filter((each) => !each.startsWith('INCOMPLETE-'))).toEqual([]);
  });

  test('row 35: what was written to the ledger and does not count yet is not believed', async () => {
    const job = new KilledJob();
    await job.kill();
    appendFileSync(
      join(job.staging, 'attempt-1', 'ledger.jsonl'),
      '{"id":1,"outcome":"copied","stagedAs":"second"}\n{"id',
    );
    const { summary } = await job.resume();
    expect(summary).toMatchObject({ status: 'complete', filesFromEarlier: 1 });
    expect(job.differences()).toEqual([]);
  });
});

describe('invariants 1, 4: whatever fails once while a job is resumed', () => {
  const KINDS = [
    'file.sync',
    'file.write',
    'file.stat',
    'folder.moveHere',
    'folder.createFile',
    'folder.find',
  ] as const;

  test.each(KINDS)('%s: one honest summary, and the next attempt completes it', async (kind) => {
    const wrong: string[] = [];
    for (let number = 1; ; number++) {
      const job = new KilledJob();
      truncateSync(join(job.root, 'source', 'first'), 1000);
      await job.kill();
      let count = 0;
      const hooks = failing('EIO', (call) => call.kind === kind && call.path.startsWith(job.out) && ++count === number);
      const { summary: failed } = await job.resume(hooks);
      const where = `${kind} ${number}: ${failed.status}`;
      if (failed.status !== 'complete' && failed.failures.length === 0) wrong.push(`${where} without a reason`);
      forgetOwners(job.out);
      const { summary } = await job.resume({}, 3);
      if (summary.status !== 'complete') wrong.push(`${where}, then ${JSON.stringify(summary.failures)}`);
      else wrong.push(...job.differences().map((what) => `${where}, then ${what}`));
      if (hooks.fired === 0) break;
    }
    expect(wrong).toEqual([]);
  });
});
