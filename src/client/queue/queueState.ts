import type { Attempt } from '../../engine/model/job/job';
import { lockedBy } from '../../engine/model/job/nameLocks';
import type { Phase } from '../../engine/model/job/phase';
import { furtherAttempt, type JobStatus, type JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';
import type { Progress } from '../progress/progress';
import type { HeldBy } from '../summaries/heldSummary';

/** What becomes of the staging folder of a cancelled job. */
export type StagingChoice = 'keep' | 'remove';

/** When a waiting job may begin: as soon as none runs, or only once the person has started the queue. */
export type StartCondition = 'atOnce' | 'withQueue';

/** A job that waits for its turn. */
export interface QueuedJob {
  readonly state: 'queued';
  readonly attempt: Attempt;
  readonly start: StartCondition;
  /** How the attempt before ended, where this is a further one. */
  readonly previous?: EndedJob;
}

/** A job that is held back, because an earlier one failed for want of the same volume. */
export interface HeldJob {
  readonly state: 'held';
  readonly attempt: Attempt;
  readonly start: StartCondition;
  readonly heldBy: HeldBy;
  readonly previous?: EndedJob;
}

/** A job that has not begun. */
export type WaitingJob = QueuedJob | HeldJob;

/** The job that runs. */
export interface RunningEntry {
  readonly state: 'running' | 'paused';
  readonly attempt: Attempt;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  /** Null until the engine has made it. */
  readonly stagingDir: PathText | null;
  readonly phase: Phase;
  /** Null until the engine has reported once. */
  readonly progress: Progress | null;
  readonly cancelling: StagingChoice | null;
}

/** A job that has ended, one way or another. Of what it did only the summary is kept. */
export interface EndedJob {
  readonly state: JobStatus;
  readonly attempt: Attempt;
  readonly summary: JobSummary;
  /** Whether the person has looked at the result. */
  readonly seen: boolean;
}

/** A job in whatever state it is. */
export type QueueJob = WaitingJob | RunningEntry | EndedJob;

/** Everything about all jobs at one moment. Never changed in place; what changes it is in `queueTransitions.ts`. */
export interface Queue {
  readonly running: RunningEntry | null;
  /** Jobs that wait for their turn, next first. */
  readonly waiting: readonly WaitingJob[];
  /** Jobs that have ended, oldest first. */
  readonly ended: readonly EndedJob[];
  /** Whether jobs that wait for the queue may begin. */
  readonly isStarted: boolean;
  /** Jobs that were abandoned and whose threads have not ended: what they may still name, no other job touches. */
  readonly abandoned: readonly Attempt[];
}

/** A queue nobody has used yet. */
export const EMPTY_QUEUE: Queue = Object.freeze({
  running: null,
  waiting: [],
  ended: [],
  isStarted: false,
  abandoned: [],
});

/**
 * The job that begins next: the first that is not held back and needs no start, or any if the queue is started, and whose
 * names no abandoned job may still use.
 */
export function nextJob({ running, waiting, isStarted, abandoned }: Queue): QueuedJob | undefined {
  if (running !== null) return undefined;
  return waiting.find(
    (job): job is QueuedJob =>
      job.state === 'queued' && (isStarted || job.start === 'atOnce') && lockedBy(job.attempt, abandoned) === undefined,
  );
}

/** Whether a job ended with work left that can be resumed, so that it is to be discarded and not merely forgotten. */
export function isLeftUnfinished(job: QueueJob): job is EndedJob {
  return 'summary' in job && furtherAttempt(job.summary) === 'resume';
}

/** The job with this id, wherever it is. */
export function findJob({ running, waiting, ended }: Queue, jobId: string): QueueJob | undefined {
  const all: readonly QueueJob[] = [...(running === null ? [] : [running]), ...waiting, ...ended];
  return all.find(({ attempt }) => attempt.jobId === jobId);
}
