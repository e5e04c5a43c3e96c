import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeQueue, encodeQueue } from '../../src/client/queue/queueFile';
import { EMPTY_QUEUE, findJob, nextJob, type Queue } from '../../src/client/queue/queueState';
import {
  acknowledge,
  add,
  begin,
  cancel,
  clearFinished,
  duplicate,
  ENDED_KEPT,
  end,
  hold,
  interrupt,
  move,
  release,
  remove,
  removeWaiting,
  report,
  retry,
  setPaused,
  start,
  stop,
  type Transition,
} from '../../src/client/queue/queueTransitions';
import type { JobSummary } from '../../src/engine/model/result/summary';
import { attempt, progress, summary } from '../extension/support/jobs';

const NUMBERS = 8;
const id = (number: number) => attempt('', number).jobId;
const number = fc.nat({ max: NUMBERS - 1 });
const condition = fc.constantFrom('atOnce' as const, 'withQueue' as const);
const status = fc.constantFrom('complete', 'incomplete', 'failed', 'cancelled', 'interrupted') as fc.Arbitrary<
  JobSummary['status']
>;

/** Any transition, with its name for the counterexample. */
const step: fc.Arbitrary<[name: string, transition: Transition]> = fc.oneof(
  fc.tuple(number, condition).map(([n, when]) => step_(`add ${n} ${when}`, add(attempt(`job ${n}`, n), when))),
  fc
    .tuple(fc.uniqueArray(number, { maxLength: 3 }), fc.option(number))
    .map(([ns, before]) => step_(`move ${ns} ${before}`, move(ns.map(id), before === null ? null : id(before)))),
  number.map((n) => step_(`remove ${n}`, remove(id(n)))),
  fc.constant(step_('removeWaiting', removeWaiting)),
  fc.constant(step_('start', start)),
  fc.constant(step_('stop', stop)),
  // As the runner does it: what begins is always the next job.
  fc.constant(
    step_('begin next', (queue) => {
      const next = nextJob(queue);
      return next === undefined ? queue : begin(next.attempt.jobId, '2026-11-10T09:00:00.000Z')(queue);
    }),
  ),
  number.map((n) => step_(`begin ${n}`, begin(id(n), '2026-11-10T09:00:00.000Z'))),
  fc.constant(step_('report', report({ progress: progress(), phase: 'copying', stagingDir: '/e/INCOMPLETE-1' }))),
  fc.boolean().map((paused) => step_(`paused ${paused}`, setPaused(paused))),
  number.map((n) => step_(`cancel ${n}`, cancel(id(n), 'keep'))),
  fc.tuple(number, status).map(([n, how]) => step_(`end ${n} ${how}`, end(summary({ jobId: id(n), status: how })))),
  status.map((how) =>
    step_(`end running ${how}`, (queue) =>
      queue.running === null ? queue : end(summary({ jobId: queue.running.attempt.jobId, status: how }))(queue),
    ),
  ),
  fc.constant(step_('interrupt', interrupt)),
  fc.uniqueArray(number).map((ns) => step_(`hold ${ns}`, hold(new Set(ns.map(id)), { jobId: id(0), label: 'x' }))),
  number.map((n) => step_(`release ${n}`, release(id(n)))),
  fc.tuple(number, number).map(([n, copy]) => step_(`duplicate ${n} ${copy}`, duplicate(id(n), id(copy), 'atOnce'))),
  number.map((n) => step_(`retry ${n}`, retry(id(n)))),
  fc.option(number).map((n) => step_(`acknowledge ${n}`, acknowledge(n === null ? undefined : id(n)))),
  fc.constant(step_('clearFinished', clearFinished)),
);

function step_(name: string, transition: Transition): [string, Transition] {
  return [name, transition];
}

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

test(`whatever happens in whatever order, no job is lost or there twice (SEED=${seed})`, () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let queue = EMPTY_QUEUE;
      for (const [name, transition] of steps) {
        const before = structuredClone(queue);
        const after = transition(queue);
        // Nothing is changed in place, and nothing happens without a new state.
        expect(queue).toEqual(before);
        checkStep(name, queue, after);
        queue = after;
        checkQueue(queue);
      }
    }),
    { seed, numRuns: 1000 },
  );
});

function ids({ running, waiting, ended }: Queue): string[] {
  return [...(running === null ? [] : [running]), ...waiting, ...ended].map(({ attempt: { jobId } }) => jobId);
}

function checkQueue(queue: Queue): void {
  const all = ids(queue);
  expect(new Set(all).size).toBe(all.length);
  for (const jobId of all) expect(findJob(queue, jobId)?.attempt.jobId).toBe(jobId);
  for (const job of queue.ended) expect(job.state).toBe(job.summary.status);
  // A held job never begins by itself, and nothing begins beside another.
  const next = nextJob(queue);
  if (queue.running !== null) expect(next).toBeUndefined();
  if (next !== undefined) expect(queue.isStarted || next.start === 'atOnce').toBe(true);
  if (queue.isStarted)
    expect(queue.running !== null || queue.waiting.some(({ state }) => state === 'queued')).toBe(true);
  if (queue.running?.cancelling != null) expect(queue.running.state).toBe('running');
  // What is written can be read, and is the same but for what a new window does not take over.
  const read = decodeQueue(encodeQueue(queue));
  expect(ids(read ?? EMPTY_QUEUE)).toEqual(all);
  expect(read?.ended).toEqual(queue.ended);
  expect(read?.waiting.map(({ state }) => state)).toEqual(queue.waiting.map(({ state }) => state));
  expect(read?.waiting.map(({ previous }) => previous)).toEqual(queue.waiting.map(({ previous }) => previous));
  for (const { attempt: next, previous } of queue.waiting) {
    if (previous === undefined) continue;
    expect(next).toMatchObject({ jobId: previous.attempt.jobId, request: previous.attempt.request });
    expect(next.attempt).toBeGreaterThan(previous.summary.attempt);
  }
}

const ADDING = /^(add|duplicate)/;
const REMOVING = /^(remove|clearFinished|acknowledge)/;

function checkStep(name: string, before: Queue, after: Queue): void {
  const lost = ids(before).filter((jobId) => !ids(after).includes(jobId));
  const added = ids(after).filter((jobId) => !ids(before).includes(jobId));
  if (!REMOVING.test(name)) expect(lost, name).toEqual([]);
  if (!ADDING.test(name)) expect(added, name).toEqual([]);
  // Only a cancellation or an end takes the running job away, and it is among the ended ones then.
  const running = before.running?.attempt.jobId;
  if (running !== undefined && after.running?.attempt.jobId !== running) {
    expect(name).toMatch(/^(end|interrupt)/);
    expect(after.ended.at(-1)?.attempt.jobId).toBe(running);
  }
  if (name === 'clearFinished')
    expect(before.ended.filter(({ state }) => state === 'interrupted')).toEqual(after.ended);
}

test('as many ended jobs are kept as were promised; interrupted and unseen ones all of them', () => {
  let queue = EMPTY_QUEUE;
  for (let n = 0; n < ENDED_KEPT + 50; n++) {
    queue = add(attempt(`job ${n}`, n), 'atOnce')(queue);
    queue = begin(id(n), '2026-11-10T09:00:00.000Z')(queue);
    queue = n < 5 ? interrupt(queue) : end(summary({ jobId: id(n) }))(queue);
  }
  expect(queue.ended).toHaveLength(ENDED_KEPT + 50);
  queue = acknowledge()(queue);
  expect(queue.ended).toHaveLength(ENDED_KEPT);
  expect(queue.ended.filter(({ state }) => state === 'interrupted')).toHaveLength(5);
});

describe('B2: a further attempt', () => {
  const ended = (how: Partial<JobSummary>) =>
    [
      add(attempt('job', 1), 'atOnce'),
      begin(id(1), '2026-11-10T09:00:00.000Z'),
      end(summary({ jobId: id(1), attempt: 1, stagingDir: null, recordsDir: null, ...how })),
    ].reduce((queue, transition) => transition(queue), EMPTY_QUEUE);

  test.each([
    ['incomplete, with records', { status: 'incomplete', recordsDir: '/e/r' }, true],
    ['cancelled, its staging kept', { status: 'cancelled', stagingDir: '/e/INCOMPLETE-1' }, true],
    ['interrupted before it left anything', { status: 'interrupted' }, undefined],
  ] as const)('of a job that is %s has the same id and the next number', (_, how, continues) => {
    const queue = retry(id(1))(ended(how));
    expect(queue.ended).toEqual([]);
    expect(nextJob(queue)?.attempt).toMatchObject({ jobId: id(1), attempt: 2 });
    expect(nextJob(queue)?.attempt.continues).toBe(continues);
  });

  test('of a job with several destinations says which of them have nothing to go on with', () => {
    const items = { planned: 0, copied: 0, recorded: 0, skipped: 0, failed: 0 };
    const end = { grade: null, gradeReason: null, items, failureCount: 1, recordsDir: null, stagingDir: null };
    const destinations = [
      { ...end, path: '/a', status: 'complete' as const, recordsDir: '/a/r' },
      { ...end, path: '/b', status: 'failed' as const, stagingDir: '/b/INCOMPLETE-1' },
      { ...end, path: '/c', status: 'failed' as const },
    ];
    const queue = retry(id(1))(ended({ status: 'failed', stagingDir: '/b/INCOMPLETE-1', destinations }));
    expect(nextJob(queue)?.attempt).toMatchObject({ attempt: 2, continues: true, beginsAt: ['/c'] });
  });

  test('is not made of a complete job', () => {
    const queue = ended({ status: 'complete' });
    expect(retry(id(1))(queue)).toBe(queue);
  });

  test('that is withdrawn leaves what the attempt before came to', () => {
    const before = ended({ status: 'incomplete', recordsDir: '/e/r' });
    expect(remove(id(1))(retry(id(1))(before)).ended).toEqual(before.ended);
    expect(removeWaiting(retry(id(1))(before)).ended).toEqual(before.ended);
  });
});
