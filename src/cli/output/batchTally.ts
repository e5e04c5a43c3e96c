import type { JobStatus, JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';

/** How a job of a batch ended; `held` was not started because an earlier job failed for want of its volume. */
export type BatchOutcome = JobStatus | 'held';

/** What remains of a job that has ended. */
export interface EndedJob {
  readonly file: PathText;
  readonly jobId: string;
  readonly label: string;
  readonly outcome: BatchOutcome;
}

/** How a batch ended. All counts of jobs add up to `jobs`. */
export interface BatchSummary {
  /** The lowest of its jobs: `complete` only if all are. */
  readonly status: JobStatus;
  readonly jobs: number;
  readonly complete: number;
  readonly incomplete: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly held: number;
  /** Jobs that were not started because the batch was cancelled. */
  readonly notRun: number;
  readonly files: number;
  readonly bytes: number;
  readonly sourceReads: number;
  readonly destinationReads: number;
  readonly readsSaved: number;
  readonly durationMs: number;
  readonly ended: readonly EndedJob[];
}

const SUMS = ['files', 'bytes', 'sourceReads', 'destinationReads', 'readsSaved'] as const;

/** Adds up the jobs of a batch while they end. Of each job only a line is kept. */
export class BatchTally {
  readonly #ended: EndedJob[] = [];
  readonly #sums = { files: 0, bytes: 0, sourceReads: 0, destinationReads: 0, readsSaved: 0 };

  /**
   * @param jobs Number of jobs in the batch.
   * @param startedAt Milliseconds of a monotonic clock.
   */
  constructor(
    private readonly jobs: number,
    private readonly startedAt: number,
  ) {}

  /** A job has ended, or was held. */
  add(file: PathText, summary: JobSummary, held: boolean): void {
    const { jobId, label, status } = summary;
    this.#ended.push({ file, jobId, label, outcome: held ? 'held' : status });
    for (const key of SUMS) this.#sums[key] += summary[key];
  }

  /** The sum, at `now` of the same clock. Jobs that have not ended were not run. */
  finish(now: number): BatchSummary {
    const notRun = this.jobs - this.#ended.length;
    const counts = {
      complete: this.#count('complete'),
      incomplete: this.#count('incomplete'),
      failed: this.#count('failed') + this.#count('interrupted'),
      cancelled: this.#count('cancelled'),
      held: this.#count('held'),
    };
    return {
      status: statusOf({ ...counts, notRun }),
      jobs: this.jobs,
      ...counts,
      notRun,
      ...this.#sums,
      durationMs: now - this.startedAt,
      ended: this.#ended,
    };
  }

  #count(outcome: BatchOutcome): number {
    return this.#ended.filter((job) => job.outcome === outcome).length;
  }
}

type Counts = Pick<BatchSummary, 'incomplete' | 'failed' | 'cancelled' | 'held' | 'notRun'>;

function statusOf({ incomplete, failed, cancelled, held, notRun }: Counts): JobStatus {
  if (cancelled + notRun > 0) return 'cancelled';
  if (failed + held > 0) return 'failed';
  return incomplete > 0 ? 'incomplete' : 'complete';
}
