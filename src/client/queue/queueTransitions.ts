import type { Attempt } from '../../engine/model/job/job';
import { furtherAttempt, type JobSummary } from '../../engine/model/result/summary';
import type { HeldBy } from '../summaries/heldSummary';
import { interruptedSummary } from '../summaries/interruptedSummary';
import {
  type EndedJob,
  findJob,
  type Queue,
  type RunningEntry,
  type StagingChoice,
  type StartCondition,
  type WaitingJob,
} from './queueState';

/**
 * Every way in which the queue changes, as pure functions. What does not apply leaves the queue as it is: the very same
 * object is given back, so that callers can tell that nothing happened.
 */
export type Transition = (queue: Queue) => Queue;

/** As many ended jobs are kept. Interrupted ones, and results nobody has looked at, are kept beyond it. */
export const ENDED_KEPT = 100;

/** As many failures of an ended job are kept in the queue; its log and its records have all of them. */
export const FAILURES_KEPT = 100;

/** Adds a job at the end. A job that is known already is not added again. */
export function add(attempt: Attempt, start: StartCondition): Transition {
  return (queue) => {
    if (findJob(queue, attempt.jobId) !== undefined) return queue;
    return { ...queue, waiting: [...queue.waiting, { state: 'queued', attempt, start }] };
  };
}

/** Adds jobs at the end, in their order and at once. */
export function addAll(attempts: readonly Attempt[], start: StartCondition): Transition {
  return (queue) => attempts.reduce((so, attempt) => add(attempt, start)(so), queue);
}

/** Moves waiting jobs, in the order they have, before another waiting job, or to the end for null. */
export function move(jobIds: readonly string[], before: string | null): Transition {
  return (queue) => {
    if (before !== null && jobIds.includes(before)) return queue;
    const moved = queue.waiting.filter(({ attempt }) => jobIds.includes(attempt.jobId));
    const others = queue.waiting.filter((job) => !moved.includes(job));
    const found = before === null ? others.length : others.findIndex(({ attempt }) => attempt.jobId === before);
    if (moved.length === 0 || found === -1) return queue;
    const waiting = [...others.slice(0, found), ...moved, ...others.slice(found)];
    return waiting.every((job, index) => job === queue.waiting[index]) ? queue : { ...queue, waiting };
  };
}

/**
 * Takes a waiting or an ended job out; of a further attempt that waits, what the attempt before came to stays. The running
 * job has to be cancelled first.
 */
export function remove(jobId: string): Transition {
  return (queue) => {
    const withdrawn = queue.waiting.filter(({ attempt }) => attempt.jobId === jobId);
    if (withdrawn.length > 0) return withdraw(queue, withdrawn);
    const ended = without(queue.ended, jobId);
    return ended === queue.ended ? queue : settled({ ...queue, ended });
  };
}

/** Takes all waiting jobs out. */
export const removeWaiting: Transition = (queue) =>
  queue.waiting.length === 0 ? queue : withdraw(queue, queue.waiting);

/** Adds a further attempt of a job that has not ended as complete: same id, same destination, begun as soon as none runs. */
export function retry(jobId: string): Transition {
  return (queue) => {
    const previous = queue.ended.find(({ attempt }) => attempt.jobId === jobId);
    if (previous === undefined || furtherAttempt(previous.summary) === null) return queue;
    const next: WaitingJob = { state: 'queued', attempt: attemptAfter(previous), start: 'atOnce', previous };
    return { ...queue, waiting: [...queue.waiting, next], ended: without(queue.ended, jobId) };
  };
}

function attemptAfter({ attempt: { jobId, attempt, request }, summary }: EndedJob): Attempt {
  const next = { jobId, attempt: Math.max(attempt, summary.attempt) + 1, request };
  const { destinations = [summary] } = summary;
  // Where a job with several destinations did not live to tell, each of them goes on with what it finds.
  const isUntold = request.destinations.length > 1 && summary.destinations === undefined;
  if (isUntold || !destinations.some(hasLeftSomething)) return next;
  const beginsAt = summary.destinations?.filter((each) => !hasLeftSomething(each)).map(({ path }) => path) ?? [];
  return { ...next, continues: true, ...(beginsAt.length > 0 && { beginsAt }) };
}

function hasLeftSomething({ stagingDir, recordsDir }: Pick<JobSummary, 'stagingDir' | 'recordsDir'>): boolean {
  return stagingDir !== null || recordsDir !== null;
}

function withdraw(queue: Queue, withdrawn: readonly WaitingJob[]): Queue {
  const waiting = queue.waiting.filter((job) => !withdrawn.includes(job));
  const back = withdrawn.flatMap(({ previous }) => (previous === undefined ? [] : [previous]));
  return settled({ ...queue, waiting, ended: bounded([...queue.ended, ...back]) });
}

/** Lets jobs begin that wait for the queue. Without such a job there is nothing to start. */
export const start: Transition = (queue) =>
  queue.isStarted || !queue.waiting.some(({ state }) => state === 'queued') ? queue : { ...queue, isStarted: true };

/** No job that waits for the queue begins any more; the running one goes on. */
export const stop: Transition = (queue) => (queue.isStarted ? { ...queue, isStarted: false } : queue);

/** A queued job becomes the running one. */
export function begin(jobId: string, startedAt: string): Transition {
  return (queue) => {
    const job = queue.waiting.find(({ attempt }) => attempt.jobId === jobId);
    if (job?.state !== 'queued' || queue.running !== null) return queue;
    const running: RunningEntry = {
      state: 'running',
      attempt: job.attempt,
      startedAt,
      stagingDir: null,
      phase: 'planning',
      progress: null,
      cancelling: null,
    };
    return { ...queue, running, waiting: without(queue.waiting, jobId) };
  };
}

/** What the engine has told about the running job. */
export function report(change: Partial<Pick<RunningEntry, 'phase' | 'progress' | 'stagingDir'>>): Transition {
  return (queue) => (queue.running === null ? queue : { ...queue, running: { ...queue.running, ...change } });
}

/** Pauses the running job or lets it go on; not while it is being cancelled. */
export function setPaused(paused: boolean): Transition {
  const state = paused ? 'paused' : 'running';
  return (queue) => {
    const { running } = queue;
    if (running === null || running.cancelling !== null || running.state === state) return queue;
    return { ...queue, running: { ...running, state } };
  };
}

/** The running job is to end. The first cancellation counts; a paused job is paused no more. */
export function cancel(jobId: string, staging: StagingChoice): Transition {
  return (queue) => {
    const { running } = queue;
    if (running?.attempt.jobId !== jobId || running.cancelling !== null) return queue;
    return { ...queue, running: { ...running, state: 'running', cancelling: staging } };
  };
}

/** The running job has ended. */
export function end(summary: JobSummary): Transition {
  return (queue) => {
    const { running } = queue;
    if (running === null || running.attempt.jobId !== summary.jobId) return queue;
    const ended: EndedJob = {
      state: summary.status,
      attempt: running.attempt,
      summary: { ...summary, failures: summary.failures.slice(0, FAILURES_KEPT), speedSamples: [] },
      seen: false,
    };
    return settled({ ...queue, running: null, ended: bounded([...queue.ended, ended]) });
  };
}

/** A job was abandoned: its thread lives on until the system lets go of it. */
export function abandoned(attempt: Attempt): Transition {
  return (queue) => ({ ...queue, abandoned: [...queue.abandoned, attempt] });
}

/** The thread of an abandoned job has ended. */
export function gone(jobId: string): Transition {
  return (queue) => {
    const left = queue.abandoned.filter((attempt) => attempt.jobId !== jobId);
    return left.length === queue.abandoned.length ? queue : { ...queue, abandoned: left };
  };
}

/** The window that ran the job is gone: nobody can say how the job ended. */
export const interrupt: Transition = (queue) => {
  const { running } = queue;
  if (running === null) return queue;
  return end(interruptedSummary(running.attempt, running.startedAt, running.stagingDir))(queue);
};

/** Holds queued jobs back: an earlier one failed for want of their volume. */
export function hold(jobIds: ReadonlySet<string>, heldBy: HeldBy): Transition {
  return (queue) => {
    const concerned = (job: WaitingJob) => job.state === 'queued' && jobIds.has(job.attempt.jobId);
    if (!queue.waiting.some(concerned)) return queue;
    const waiting = queue.waiting.map((job) => (concerned(job) ? { ...job, state: 'held' as const, heldBy } : job));
    return settled({ ...queue, waiting });
  };
}

/** The person says that a held job may be tried. */
export function release(jobId: string): Transition {
  return (queue) => {
    const isIt = (job: WaitingJob) => job.state === 'held' && job.attempt.jobId === jobId;
    if (!queue.waiting.some(isIt)) return queue;
    const waiting = queue.waiting.map((job): WaitingJob => {
      if (job.state !== 'held' || !isIt(job)) return job;
      const { heldBy: _, ...rest } = job;
      return { ...rest, state: 'queued' };
    });
    return { ...queue, waiting };
  };
}

/** Adds the request of a known job once more, as a job of its own with a new id. */
export function duplicate(jobId: string, newJobId: string, start: StartCondition): Transition {
  return (queue) => {
    const request = findJob(queue, jobId)?.attempt.request;
    return request === undefined ? queue : add({ jobId: newJobId, attempt: 1, request }, start)(queue);
  };
}

/** The person has seen how a job ended, or how all of them did. */
export function acknowledge(jobId?: string): Transition {
  return (queue) => {
    const concerned = (job: EndedJob) => !job.seen && (jobId === undefined || job.attempt.jobId === jobId);
    if (!queue.ended.some(concerned)) return queue;
    const ended = queue.ended.map((job) => (concerned(job) ? { ...job, seen: true } : job));
    return { ...queue, ended: bounded(ended) };
  };
}

/** Takes all ended jobs out, but those that were interrupted: they are discarded one by one. */
export const clearFinished: Transition = (queue) => {
  const ended = queue.ended.filter(({ state }) => state === 'interrupted');
  return ended.length === queue.ended.length ? queue : { ...queue, ended };
};

/** A started queue with nothing left to do is started no more: what is added later waits for the next start. */
function settled(queue: Queue): Queue {
  const idle = queue.running === null && !queue.waiting.some(({ state }) => state === 'queued');
  return idle ? stop(queue) : queue;
}

function bounded(ended: readonly EndedJob[]): readonly EndedJob[] {
  let surplus = ended.length - ENDED_KEPT;
  return ended.filter((job) => {
    const goes = surplus > 0 && job.seen && job.state !== 'interrupted';
    if (goes) surplus -= 1;
    return !goes;
  });
}

function without<Job extends { readonly attempt: Attempt }>(jobs: readonly Job[], jobId: string): readonly Job[] {
  return jobs.some(({ attempt }) => attempt.jobId === jobId)
    ? jobs.filter(({ attempt }) => attempt.jobId !== jobId)
    : jobs;
}
