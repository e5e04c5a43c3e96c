import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JobRequest } from '../../src/engine/model/job/job';
import { SharedState } from '../../src/engine/model/thread/sharedState';
import { type Call, failing, type Hooks, hookedFileSystem } from '../support/hookedFileSystem';
import { runUntil } from '../support/killedCopy';
import { memoryScratch } from '../support/memoryScratch';
import { type EngineRun, type RunOptions, requestFor, runEngine } from '../support/runEngine';
import { folder, makeTree, type TreeLiteral } from '../support/tree';
import { readTree, treeDifferences } from '../support/treeDifferences';

const TREE: TreeLiteral = { good: 'x', bad: 'y', d: folder({ also: 'z', e: {} }, { mode: 0o555 }) };

/** Calls that read a source file of this name. */
const reading = (name: string) => (call: Call) => call.kind === 'file.read' && call.path.endsWith(`source/${name}`);

/** A job with its destination, whose attempts are run one after another. */
class Job {
  readonly root = memoryScratch();
  readonly out = join(this.root, 'out');
  readonly jobId = randomUUID();
  #attempts = 0;

  constructor(
    tree: TreeLiteral = TREE,
    private readonly choices: Partial<JobRequest> = {},
    private readonly sources: readonly string[] = ['source'],
  ) {
    makeTree(this.root, { source: tree });
  }

  get request(): JobRequest {
    return requestFor(
      this.sources.map((name) => join(this.root, name)),
      this.out,
      this.choices,
    );
  }

  get again() {
    return { jobId: this.jobId, attempt: ++this.#attempts };
  }

  /** Runs the next attempt; with hooks on its file system. */
  attempt(hooks?: Hooks, options: RunOptions = {}): Promise<EngineRun> {
    const fs = hooks === undefined ? {} : { fs: hookedFileSystem(hooks) };
    return runEngine(this.request, { again: this.again, ...fs, ...options });
  }

  /** What lies in the destination but for the records. */
  get names(): string[] {
    return readdirSync(this.out)
      .filter((name) => name !== 'evidence-records')
      .sort();
  }

  differences(name = 'source'): string[] {
    return treeDifferences(join(this.root, name), join(this.out, name));
  }
}

/** How often sources were read. */
function countingReads(): Hooks & { reads: string[] } {
  const hooks = {
    reads: [] as string[],
    before: ({ kind, path }: Call) => {
      if (kind === 'file.read' && path.includes('/source/')) hooks.reads.push(path.slice(path.indexOf('/source/') + 8));
    },
  };
  return hooks;
}

describe('B2: a job with failed items is tried again, as a further attempt of the same job', () => {
  test('only what failed is copied; the folder gets its name; records state the union and keep the failure', async () => {
    const job = new Job();
    const first = await job.attempt(failing('EIO', reading('bad')));
    expect(first.summary).toMatchObject({ status: 'incomplete', attempt: 1, files: 2 });
    expect(job.names).toEqual(['source (INCOMPLETE)']);
    const hooks = countingReads();
    const { summary, outcomes } = await job.attempt(hooks);
    expect(summary).toMatchObject({ status: 'complete', attempt: 2, jobId: job.jobId, files: 3, filesFromEarlier: 2 });
    expect(job.names).toEqual(['source']);
    expect(job.differences()).toEqual([]);
    expect(new Set(hooks.reads.filter((path) => !path.includes('INCOMPLETE')))).toEqual(new Set(['bad']));
    const byPath = new Map(outcomes.map((outcome) => [outcome.path, outcome]));
    expect(byPath.get('source/good')).toMatchObject({ attempt: 1, destination: join(job.out, 'source', 'good') });
    expect(byPath.get('source/bad')).toMatchObject({
      attempt: 2,
      outcome: 'copied',
      earlierFailures: [{ attempt: 1, failure: { code: 'readError' } }],
    });
    expect(readdirSync(join(job.out, 'evidence-records'))).toHaveLength(2);
    const log = readFileSync(join(summary.recordsDir ?? '', 'custody.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const events = log.map((line) => JSON.parse(line).event);
    expect(events.filter((event) => /Started|Finished/.test(event))).toEqual([
      'jobStarted',
      'jobFinished',
      'attemptStarted',
      'jobFinished',
    ]);
  });

  test('what fails again keeps the folder incomplete; each attempt adds to what is on record', async () => {
    const job = new Job();
    for (let number = 1; number <= 3; number++) {
      const { summary, outcomes } = await job.attempt(failing('EIO', reading('bad')));
      expect(summary).toMatchObject({ status: 'incomplete', attempt: number, failureCount: 1, stagingDir: null });
      const bad = outcomes.find(({ path }) => path === 'source/bad');
      expect(bad?.earlierFailures?.map(({ attempt }) => attempt) ?? []).toEqual([1, 2].slice(0, number - 1));
      expect(job.names).toEqual(['source (INCOMPLETE)']);
    }
    expect((await job.attempt()).summary.status).toBe('complete');
    expect(job.names).toEqual(['source']);
    expect(job.differences()).toEqual([]);
  });

  test('E15: a source that has changed for good is copied as it is now', async () => {
    const job = new Job();
    let changes = 0;
    const changing: Hooks = {
      before: (call) => {
        if (reading('bad')(call) && changes++ === 0) appendFileSync(join(job.root, 'source', 'bad'), '!');
      },
    };
    const first = await job.attempt(changing);
    expect(first.summary.failures).toMatchObject([{ code: 'sourceChanged' }]);
    expect((await job.attempt()).summary.status).toBe('complete');
    expect(job.differences()).toEqual([]);
  });

  test('a folder that could not be read is looked at again, with all that is in it', async () => {
    const job = new Job();
    const locked = failing('EACCES', ({ kind, path }) => kind === 'folder.openFolder' && path.endsWith('source/d'));
    expect((await job.attempt(locked)).summary).toMatchObject({ status: 'incomplete', items: { planned: 4 } });
    const { summary } = await job.attempt();
    expect(summary).toMatchObject({ status: 'complete', items: { planned: 6, copied: 6 } });
    expect(job.differences()).toEqual([]);
  });

  test('a folder whose listing broke off is listed to its end, and what was planned of it is not planned twice', async () => {
    const job = new Job({ d: { a: '1', b: '2', c: '3', s: { t: '4' } } });
    let listed = 0;
    const broken = failing('EIO', ({ kind, path }) => kind === 'folder.next' && path.endsWith('/d') && ++listed === 3);
    expect((await job.attempt(broken)).summary.status).toBe('incomplete');
    const { summary } = await job.attempt();
    expect(summary).toMatchObject({ status: 'complete', items: { planned: 7, copied: 7 } });
    expect(job.differences()).toEqual([]);
  });

  test('of several sources, those that are complete stay as they are', async () => {
    const job = new Job({ one: { a: '1' }, two: { b: '2', bad: '!' }, 'three.txt': '3' }, {}, [
      'source/one',
      'source/two',
      'source/three.txt',
    ]);
    const failingReads = failing(
      'EIO',
      ({ kind, path }) => kind === 'file.read' && /source\/(two\/bad|three)/.test(path),
    );
    expect((await job.attempt(failingReads)).summary.failureCount).toBe(2);
    expect(job.names).toEqual(['one', 'two (INCOMPLETE)']);
    const before = statSync(join(job.out, 'one', 'a'), { bigint: true });
    expect((await job.attempt()).summary).toMatchObject({ status: 'complete', filesFromEarlier: 2 });
    expect(job.names).toEqual(['one', 'three.txt', 'two']);
    const after = statSync(join(job.out, 'one', 'a'), { bigint: true });
    expect([after.ino, after.ctimeNs]).toEqual([before.ino, before.ctimeNs]);
  });

  test('what somebody changed under its final name is never taken for a copy, nor replaced', async () => {
    const job = new Job();
    await job.attempt(failing('EIO', reading('bad')));
    const changed = join(job.out, 'source (INCOMPLETE)', 'good');
    writeFileSync(changed, 'X');
    const { summary } = await job.attempt();
    expect(summary).toMatchObject({ status: 'incomplete', failures: [{ code: 'stagingChanged' }] });
    expect(job.names).toEqual(['source (INCOMPLETE)']);
    expect(readFileSync(changed, 'utf8')).toBe('X');
  });

  test('what somebody removed is copied again; what somebody added stays', async () => {
    const job = new Job();
    await job.attempt(failing('EIO', reading('bad')));
    const place = join(job.out, 'source (INCOMPLETE)');
    rmSync(join(place, 'good'));
    writeFileSync(join(place, 'notes.txt'), 'mine');
    expect((await job.attempt()).summary.status).toBe('complete');
    expect(readFileSync(join(job.out, 'source', 'notes.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(job.out, 'source', 'good'), 'utf8')).toBe('x');
  });

  test.each(['cancelKeep', 'cancelRemove'] as const)(
    'cancelled (%s), a retry leaves what earlier attempts published where it is',
    async (control) => {
      const job = new Job();
      await job.attempt(failing('EIO', reading('bad')));
      const shared = new SharedState();
      const before = readTree(join(job.out, 'source (INCOMPLETE)'));
      const hooks: Hooks = { before: (call) => void (reading('bad')(call) && shared.setControl(control)) };
      const { summary, outcomes } = await job.attempt(hooks, { shared, fs: hookedFileSystem(hooks) });
      expect(summary.status).toBe('cancelled');
      expect(readTree(join(job.out, 'source (INCOMPLETE)'))).toEqual(before);
      expect(outcomes.find(({ path }) => path === 'source/good')?.outcome).toBe('copied');
      expect(job.names).toHaveLength(control === 'cancelKeep' ? 2 : 1);
      expect((await job.attempt()).summary.status).toBe('complete');
      expect(job.names).toEqual(['source']);
      expect(job.differences()).toEqual([]);
    },
  );

  test('a merge that was not complete goes on into the folder that was there before', async () => {
    const job = new Job(TREE, { conflict: 'skipIdentical' });
    mkdirSync(join(job.out, 'source'), { recursive: true });
    writeFileSync(join(job.out, 'source', 'other'), 'was here before');
    await job.attempt(failing('EIO', reading('bad')));
    expect(job.names).toEqual(['source', 'source (INCOMPLETE)']);
    const { summary } = await job.attempt();
    expect(summary).toMatchObject({ status: 'complete', failures: [] });
    expect(job.names).toEqual(['source']);
    expect(readdirSync(join(job.out, 'source')).sort()).toEqual(['bad', 'd', 'good', 'other']);
    expect(
      readTree(join(job.out, 'source', 'd'))
        .get('also')
        ?.bytes.toString(),
    ).toBe('z');
  });

  test('without records there is nothing to go by: all is copied anew', async () => {
    const job = new Job(TREE, { records: { write: false } });
    await job.attempt(failing('EIO', reading('bad')));
    expect((await job.attempt()).summary).toMatchObject({ status: 'complete', attempt: 2 });
    expect(job.differences()).toEqual([]);
    expect(job.names).toEqual(['source', 'source (INCOMPLETE)']);
  });

  test.each([
    ['of a folder', TREE, {}],
    ['of a merge', TREE, { conflict: 'skipIdentical' }],
  ] as const)(
    'killed at any call, a retry %s is resumed and ends with the whole copy under its name',
    async (_, tree, choices) => {
      const found: string[] = [];
      let kills = 0;
      for (let number = 1; ; number++) {
        const job = new Job(tree, choices);
        if ('conflict' in choices) makeTree(job.root, { out: { source: {} } });
        await job.attempt(failing('EIO', reading('bad')));
        const isReached = (call: Call) => call.total >= number && call.path.includes('/out');
        const { at } = await runUntil(job.request, isReached, { again: job.again });
        const { summary } = await job.attempt();
        const where = `killed at ${at?.kind} ${at?.path.replace(job.root, '')}`;
        if (summary.status !== 'complete')
          found.push(`${where}: ${summary.status} ${JSON.stringify(summary.failures)}`);
        if (job.names.join() !== 'source') found.push(`${where}: ${job.names}`);
        // The metadata of a folder that was there before is its own.
        else
          found.push(
            ...job
              .differences()
              .filter((what) => !/^:? ?(mode|mtime)/.test(what))
              .map((what) => `${where}: ${what}`),
          );
        if (at === undefined) break;
        // Every third one: calls that change nothing stand between those that do.
        number = Math.max(number, at.total) + 2;
        kills++;
      }
      expect(found.slice(0, 10)).toEqual([]);
      expect(kills).toBeGreaterThan(60);
    },
  );
});
