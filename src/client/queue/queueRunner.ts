import { stackOf } from '../../engine/model/failure/thrown';
import type { Attempt } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import type { RunningJob } from '../engine/engineClient';
import type { JobStarter } from '../engine/jobStarter';
import { wasAbandoned } from '../summaries/stalledSummary';
import { crashSummary } from '../summaries/untoldSummary';
import type { QueueListener } from './queueListener';
import { nextJob, type Queue, type StagingChoice } from './queueState';
import { abandoned, begin, cancel, end, gone, hold, report, setPaused, type Transition } from './queueTransitions';
import type { VolumeNotes } from './volumeNotes';
import { failedVolumes } from './volumes';

/** What the runner needs of the queue it works for. */
export interface RunnerQueue {
  readonly state: Queue;
  /** Changes the queue and saves it; false if nothing changed. */
  change(transition: Transition): boolean;
  /** Changes what is only shown. */
  show(transition: Transition): void;
  /** Resolves when all changes so far are durable. */
  saved(): Promise<void>;
  /** The runner has nothing to do. */
  rest(): void;
}

/** Who hears of the jobs. */
export interface RunnerAudience {
  tell(say: (listener: QueueListener) => void): void;
  /** A job has ended; the summary has all its failures. */
  onEnd(summary: JobSummary): void;
}

/** Runs one job after another: the next begins whatever became of the last. */
export class QueueRunner {
  #job: RunningJob | undefined;
  #work: Promise<void> | undefined;
  #isStopping = false;

  constructor(
    private readonly starter: JobStarter,
    private readonly queue: RunnerQueue,
    private readonly volumes: VolumeNotes,
    private readonly audience: RunnerAudience,
  ) {}

  /** Whether a job runs or is being seen off. */
  get isBusy(): boolean {
    return this.#work !== undefined;
  }

  /** Begins the next job that may run, unless one runs. */
  runNext(): void {
    if (this.#work !== undefined || this.#isStopping) return;
    const next = nextJob(this.queue.state);
    if (next === undefined) return;
    this.#work = this.#run(next.attempt).finally(() => {
      this.#work = undefined;
      this.runNext();
      this.queue.rest();
    });
  }

  /** Pauses the running job within one buffer, or lets it go on; false if there is none that could. */
  setPaused(paused: boolean): boolean {
    const { running } = this.queue.state;
    if (this.#work === undefined || running === null || running.cancelling !== null) return false;
    this.queue.change(setPaused(paused));
    if (paused) this.#job?.pause();
    else this.#job?.resume();
    return true;
  }

  /** Cancels the running job within one buffer; false if it is not this one, or is being cancelled already. */
  cancel(jobId: string, staging: StagingChoice): boolean {
    if (!this.queue.change(cancel(jobId, staging))) return false;
    this.#job?.cancel(staging);
    return true;
  }

  /** Gives up the running job, whose device does not answer; false if it is not this one, or not stalled any more. */
  abandon(jobId: string): boolean {
    return this.#job?.attempt.jobId === jobId && this.#job.abandon();
  }

  /** Ends the running job for the sake of the window, keeping its staging, and starts nothing more. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const { running } = this.queue.state;
    if (running !== null) this.cancel(running.attempt.jobId, 'keep');
    await this.#work;
  }

  /** Never rejects: a job that cannot be run ends with a summary that says so. */
  async #run(attempt: Attempt): Promise<void> {
    const startedAt = new Date();
    this.queue.change(begin(attempt.jobId, startedAt.toISOString()));
    this.audience.tell((listener) => listener.onDidStart?.(attempt));
    const summary = await this.#finish(attempt).catch((error: unknown) =>
      crashSummary(attempt, startedAt, this.queue.state.running?.stagingDir ?? null, stackOf(error)),
    );
    const job = this.#job;
    this.#job = undefined;
    if (job !== undefined && wasAbandoned(summary)) this.#lockNames(job);
    const failed = summary.status === 'failed' ? failedVolumes(await this.volumes.of(attempt), summary) : [];
    const concerned = await this.volumes.on(failed, this.queue.state.waiting);
    const told = this.#asTold(summary);
    this.queue.change((queue) => hold(concerned, { jobId: summary.jobId, label: summary.label })(end(told)(queue)));
    this.audience.tell((listener) => listener.onDidEnd?.(attempt, told));
    this.audience.onEnd(told);
  }

  /** What an abandoned job may still name is not touched by others until its thread has ended. */
  #lockNames({ attempt, gone: end }: RunningJob): void {
    this.queue.change(abandoned(attempt));
    void end.then(() => {
      if (!this.#isStopping) this.queue.change(gone(attempt.jobId));
    });
  }

  /** The job is on record as running before the engine hears of it: a crash cannot make it run twice. */
  async #finish(attempt: Attempt): Promise<JobSummary> {
    await this.queue.saved();
    const job = this.starter.start(attempt, {
      onStaged: (stagingDir) => void this.queue.change(report({ stagingDir })),
      onPhase: (phase) => this.queue.show(report({ phase })),
      onProgress: (progress) => this.queue.show(report({ progress, phase: progress.phase })),
      onStalled: (isStalled) => this.audience.tell((listener) => listener.onStalled?.(attempt, isStalled)),
      onFailedItems: (failed) => this.audience.tell((listener) => listener.onFailedItems?.(attempt, failed)),
      onLog: (level, message) => this.audience.tell((listener) => listener.onLog?.(level, message)),
    });
    this.#job = job;
    // What was asked for before there was a job to ask.
    const { running } = this.queue.state;
    if (running?.state === 'paused') job.pause();
    if (running !== null && running.cancelling !== null) job.cancel(running.cancelling);
    return await job.finished;
  }

  /** A job that was stopped because its window ended was not cancelled by anybody: it was interrupted. */
  #asTold(summary: JobSummary): JobSummary {
    return this.#isStopping && summary.status === 'cancelled' ? { ...summary, status: 'interrupted' } : summary;
  }
}
