import { randomUUID } from 'node:crypto';
import type { Attempt } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import type { JobStarter } from '../engine/jobStarter';
import { Listeners } from '../listeners';
import type { QueueListener, QueueState } from './queueListener';
import { QueueRunner } from './queueRunner';
import { nextJob, type StagingChoice, type StartCondition } from './queueState';
import type { QueueStorage } from './queueStore';
import * as transitions from './queueTransitions';
import { QueueElsewhereError, SharedQueue } from './sharedQueue';
import { VolumeNotes, type VolumeOf } from './volumeNotes';

/** What the queue works with. */
export interface QueueNeeds {
  readonly starter: JobStarter;
  readonly storage: QueueStorage;
  readonly volumeOf: VolumeOf;
  /** Takes what a listener throws. */
  reportError(error: unknown): void;
}

/**
 * The queue of copies: runs one after another, also over the end of windows. Whatever changes it rejects with
 * `QueueElsewhereError` while another window has it.
 */
export class CopyQueue {
  readonly #listeners: Listeners<QueueListener>;
  readonly #shared: SharedQueue;
  readonly #runner: QueueRunner;
  readonly #promised = new Map<string, (summary: JobSummary | null) => void>();
  #isStopped = false;

  constructor({ starter, storage, volumeOf, reportError }: QueueNeeds) {
    const volumes = new VolumeNotes(volumeOf);
    this.#listeners = new Listeners<QueueListener>(reportError);
    this.#shared = new SharedQueue(storage, this.#listeners, {
      onChanged: () => {
        const { running, waiting } = this.state;
        volumes.update([...(running === null ? [] : [running]), ...waiting].map(({ attempt }) => attempt));
        this.#runner.runNext();
      },
      isBusy: () =>
        this.#runner.isBusy ||
        this.state.running !== null ||
        this.state.abandoned.length > 0 ||
        (!this.#isStopped && nextJob(this.state) !== undefined),
    });
    this.#runner = new QueueRunner(starter, this.#shared, volumes, {
      tell: (say) => this.#listeners.tell(say),
      onEnd: (summary) => this.#resolve(summary.jobId, summary),
    });
  }

  get state(): QueueState {
    return this.#shared.state;
  }

  /** Hears of everything from now on, until disposed. */
  subscribe(listener: QueueListener): { dispose(): void } {
    return this.#listeners.add(listener);
  }

  /** Reads what earlier windows have left, and follows what others do. Resolves when it was read once. */
  open(): Promise<void> {
    return this.#shared.open();
  }

  /**
   * Adds a job that begins as soon as none runs. Resolves with its summary, or with null if it was taken out, or the
   * window ended, before it began.
   */
  async add(attempt: Attempt): Promise<JobSummary | null> {
    if (this.#isStopped) return null;
    const result = new Promise<JobSummary | null>((resolve) => this.#promised.set(attempt.jobId, resolve));
    try {
      await this.enqueue(attempt, 'atOnce');
    } catch (error) {
      this.#promised.delete(attempt.jobId);
      throw error;
    }
    return result;
  }

  /** Adds a job at the end. Resolves when it is in the queue. */
  enqueue(attempt: Attempt, start: StartCondition): Promise<void> {
    return this.enqueueAll([attempt], start);
  }

  /** Adds jobs at the end: all of them or, where the queue cannot be changed, none. */
  async enqueueAll(attempts: readonly Attempt[], start: StartCondition): Promise<void> {
    await this.#shared.edit(transitions.addAll(attempts, start));
  }

  /** Adds a further attempt of a job that has not ended as complete. False if there is no such job. */
  retry(jobId: string): Promise<boolean> {
    return this.#shared.edit(transitions.retry(jobId));
  }

  /** Adds a known job once more, with a new id: what was copied is copied again. False if it is not known. */
  duplicate(jobId: string, start: StartCondition): Promise<boolean> {
    return this.#shared.edit(transitions.duplicate(jobId, randomUUID(), start));
  }

  /** Lets jobs begin that wait for the queue to be started. False if there is none, or it is started already. */
  start(): Promise<boolean> {
    return this.#shared.edit(transitions.start);
  }

  /** Moves waiting jobs before another one, or to the end for null. */
  move(jobIds: readonly string[], before: string | null): Promise<boolean> {
    return this.#shared.edit(transitions.move(jobIds, before));
  }

  /** Takes a waiting or an ended job out. What an ended one has left on disk stays there. */
  async remove(jobId: string): Promise<boolean> {
    const job = this.state.waiting.find(({ attempt }) => attempt.jobId === jobId);
    const isRemoved = await this.#shared.edit(transitions.remove(jobId));
    if (isRemoved && job !== undefined) this.#tellRemoved(job.attempt);
    return isRemoved;
  }

  /** Lets a job that was held back have its turn. */
  release(jobId: string): Promise<boolean> {
    return this.#shared.edit(transitions.release(jobId));
  }

  /** Takes out all that has ended, but interrupted jobs. */
  clearFinished(): Promise<boolean> {
    return this.#shared.edit(transitions.clearFinished);
  }

  /** The person has seen how jobs ended: one of them, or all. Not noted while another window has the queue. */
  async acknowledge(jobId?: string): Promise<boolean> {
    const transition = transitions.acknowledge(jobId);
    if (transition(this.state) === this.state) return false;
    try {
      return await this.#shared.edit(transition);
    } catch (error) {
      if (error instanceof QueueElsewhereError) return false;
      throw error;
    }
  }

  /** Pauses the running job, within one buffer. False if there is none here, or none that could be paused. */
  pause(): boolean {
    return this.#runner.setPaused(true);
  }

  /** Lets the paused job go on. */
  resume(): boolean {
    return this.#runner.setPaused(false);
  }

  /**
   * Cancels the running job: it ends within one buffer, its staging folder kept or removed. The first cancellation
   * counts. False if it does not run here.
   */
  cancel(jobId: string, staging: StagingChoice): boolean {
    return this.#runner.cancel(jobId, staging);
  }

  /**
   * Gives up the running job, whose device does not answer: it ends at once, as failed. False if it does not run here, or
   * the device answers again.
   */
  abandon(jobId: string): boolean {
    return this.#runner.abandon(jobId);
  }

  /** Takes all waiting jobs out and cancels the running one. */
  async cancelAll(staging: StagingChoice): Promise<void> {
    const { waiting } = this.state;
    if (await this.#shared.edit(transitions.removeWaiting))
      for (const { attempt } of waiting) this.#tellRemoved(attempt);
    const { running } = this.state;
    if (running !== null) this.cancel(running.attempt.jobId, staging);
  }

  /**
   * For the end of the window: the running job stops and keeps its staging, which makes it an interrupted one; waiting
   * jobs stay in the queue.
   */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#runner.stop();
    for (const jobId of [...this.#promised.keys()]) this.#resolve(jobId, null);
    await this.#shared.close();
  }

  #resolve(jobId: string, summary: JobSummary | null): void {
    const resolve = this.#promised.get(jobId);
    this.#promised.delete(jobId);
    resolve?.(summary);
  }

  #tellRemoved(attempt: Attempt): void {
    this.#listeners.tell((listener) => listener.onDidRemove?.(attempt));
    this.#resolve(attempt.jobId, null);
  }
}
