import type { JobListener } from '../../../src/client/engine/activeJob';
import type { RunningJob } from '../../../src/client/engine/engineClient';
import type { JobStarter } from '../../../src/client/engine/jobStarter';
import type { StagingChoice } from '../../../src/client/queue/queueState';
import type { Attempt } from '../../../src/engine/model/job/job';
import type { JobSummary } from '../../../src/engine/model/result/summary';
import { summary } from './jobs';

/** Lets everything happen that waits for nothing but its turn. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
}

/** A job whose course the test decides. */
export class FakeJob implements RunningJob {
  readonly calls: string[] = [];
  readonly finished: Promise<JobSummary>;
  readonly gone: Promise<void>;
  /** Whether it can be abandoned. */
  isStalled = false;
  #leave: () => void = () => {};
  #finish: (summary: JobSummary) => void = () => {};
  #break: (error: unknown) => void = () => {};

  constructor(
    readonly attempt: Attempt,
    readonly listener: JobListener,
  ) {
    this.finished = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#break = reject;
    });
    this.gone = new Promise((resolve) => {
      this.#leave = resolve;
    });
  }

  pause(): void {
    this.calls.push('pause');
  }

  resume(): void {
    this.calls.push('resume');
  }

  cancel(staging: StagingChoice): void {
    this.calls.push(`cancel ${staging}`);
  }

  abandon(): boolean {
    this.calls.push('abandon');
    if (this.isStalled) void this.end({ status: 'failed', failures: [{ code: 'stalled' }], failureCount: 1 });
    return this.isStalled;
  }

  /** The thread of an abandoned job has ended. */
  async leave(): Promise<void> {
    this.#leave();
    await settled();
  }

  /** Ends the job, and lets everybody who waits for it hear of it. */
  async end(change: Partial<JobSummary> = {}): Promise<JobSummary> {
    const { jobId, request } = this.attempt;
    const ended = summary({ jobId, label: request.label, ...change });
    this.#finish(ended);
    await settled();
    return ended;
  }

  /** Breaks the contract that there is always a summary. */
  async breakDown(error: Error): Promise<void> {
    this.#break(error);
    await settled();
  }
}

/** An engine client that starts nothing; a second job while one runs is an error, as it is for the real one. */
export class FakeEngine implements JobStarter {
  readonly jobs: FakeJob[] = [];
  #busy = false;
  /** Thrown by the next start. */
  refuseWith: Error | undefined;

  start(attempt: Attempt, listener: JobListener): RunningJob {
    if (this.refuseWith !== undefined) {
      const error = this.refuseWith;
      this.refuseWith = undefined;
      throw error;
    }
    if (this.#busy) throw new RangeError('the engine runs one job at a time');
    this.#busy = true;
    const job = new FakeJob(attempt, listener);
    const free = (): void => {
      this.#busy = false;
    };
    job.finished.then(free, free);
    this.jobs.push(job);
    return job;
  }

  /** The job that was started as number `index`. */
  job(index: number): FakeJob {
    const job = this.jobs[index];
    if (job === undefined) throw new Error(`only ${this.jobs.length} jobs were started`);
    return job;
  }
}
