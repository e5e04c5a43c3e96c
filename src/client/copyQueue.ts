import type { Attempt } from '../engine/model/job';
import type { ItemOutcome } from '../engine/model/outcome';
import type { Phase } from '../engine/model/protocol';
import type { JobSummary } from '../engine/model/summary';
import type { JobListener, RunningJob } from './engineClient';
import type { Progress } from './progress';

/** What becomes of the staging folder of a cancelled job. */
export type StagingChoice = 'keep' | 'remove';

/** The job that runs. */
export interface RunningEntry {
  readonly attempt: Attempt;
  readonly phase: Phase;
  /** Null until the engine has reported once. */
  readonly progress: Progress | null;
  readonly paused: boolean;
  readonly cancelling: StagingChoice | null;
}

/** As many results can be looked at again. Only those nobody has looked at are kept beyond it. */
const RECENT = 10;

/** All there is to know about the queue at one moment. Never changed in place: a new state replaces it. */
export interface QueueState {
  readonly running: RunningEntry | null;
  /** Jobs that wait for their turn, next first. */
  readonly waiting: readonly Attempt[];
  /** How jobs ended that nobody has looked at yet, oldest first. */
  readonly unseen: readonly JobSummary[];
  /** How the last jobs ended, seen or not, newest last; at most {@link RECENT}. */
  readonly recent: readonly JobSummary[];
}

/** What may be heard of the queue. A listener that throws is reported and disturbs nothing. */
export interface QueueListener {
  onDidChange?(state: QueueState): void;
  onDidStart?(attempt: Attempt): void;
  /** The job's final outcomes, in batches. */
  onOutcomes?(attempt: Attempt, outcomes: readonly ItemOutcome[]): void;
  onLog?(level: 'info' | 'warning' | 'error', message: string): void;
  onDidEnd?(attempt: Attempt, summary: JobSummary): void;
  /** A waiting job was taken out before it began: it has no summary. */
  onDidRemove?(attempt: Attempt): void;
}

/** Starts one job at a time; the engine client does. */
export interface JobStarter {
  start(attempt: Attempt, listener: JobListener): RunningJob;
}

interface Promised {
  resolve(summary: JobSummary | null): void;
  reject(error: unknown): void;
}

/** The state of a queue nobody has used yet. */
export const EMPTY_QUEUE: QueueState = Object.freeze({ running: null, waiting: [], unseen: [], recent: [] });

/** Runs copies one after another, in the order in which they were added. */
export class CopyQueue {
  readonly #listeners = new Set<QueueListener>();
  readonly #promised = new Map<string, Promised>();
  #state: QueueState = EMPTY_QUEUE;
  #job: RunningJob | null = null;
  #stopped = false;

  /** `reportError` takes what a listener throws. */
  constructor(
    private readonly starter: JobStarter,
    private readonly reportError: (error: unknown) => void,
  ) {}

  get state(): QueueState {
    return this.#state;
  }

  /** Hears of everything from now on, until disposed. */
  subscribe(listener: QueueListener): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /**
   * Adds a job; it starts at once if none runs. Resolves with its summary, or with null if it was taken out before it
   * began. Rejects only if the engine could not be started for it.
   */
  add(attempt: Attempt): Promise<JobSummary | null> {
    if (this.#stopped) return Promise.resolve(null);
    const result = new Promise<JobSummary | null>((resolve, reject) => {
      this.#promised.set(attempt.jobId, { resolve, reject });
    });
    this.#change({ waiting: [...this.#state.waiting, attempt] });
    this.#startNext();
    return result;
  }

  /** Pauses the running job, within one buffer. False if there is none, or none that could be paused. */
  pause(): boolean {
    return this.#setPaused(true);
  }

  /** Lets the paused job go on. */
  resume(): boolean {
    return this.#setPaused(false);
  }

  /**
   * Cancels a job: one that waits leaves the queue, one that runs ends within one buffer, its staging folder kept or
   * removed. The first cancellation counts. False if there is no such job.
   */
  cancel(jobId: string, staging: StagingChoice): boolean {
    const { running } = this.#state;
    if (running?.attempt.jobId !== jobId) return this.#removeWaiting(jobId);
    if (running.cancelling !== null) return false;
    this.#changeRunning({ cancelling: staging, paused: false });
    this.#job?.cancel(staging);
    return true;
  }

  /** The person has seen how jobs ended: one of them, or all. */
  acknowledge(jobId?: string): void {
    const unseen = this.#state.unseen.filter((summary) => jobId !== undefined && summary.jobId !== jobId);
    if (unseen.length !== this.#state.unseen.length) this.#change({ unseen });
  }

  /** Takes all waiting jobs out, asks the running one to stop and keep its staging, and waits for its end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const attempt of this.#state.waiting) this.#removeWaiting(attempt.jobId);
    const job = this.#job;
    if (job === null) return;
    this.cancel(job.attempt.jobId, 'keep');
    await job.finished;
  }

  #startNext(): void {
    const [attempt, ...waiting] = this.#state.waiting;
    if (attempt === undefined || this.#state.running !== null) return;
    const running = { attempt, phase: 'planning', progress: null, paused: false, cancelling: null } as const;
    this.#change({ running, waiting });
    this.#tell((listener) => listener.onDidStart?.(attempt));
    try {
      this.#job = this.starter.start(attempt, {
        onPhase: (phase) => this.#changeRunning({ phase }),
        onProgress: (progress) => this.#changeRunning({ progress, phase: progress.phase }),
        onOutcomes: (outcomes) => this.#tell((listener) => listener.onOutcomes?.(attempt, outcomes)),
        onLog: (level, message) => this.#tell((listener) => listener.onLog?.(level, message)),
      });
      // A summary always comes; should that contract be broken, the queue still goes on and the caller hears why.
      this.#job.finished.then(
        (summary) => this.#end(attempt, summary),
        (error: unknown) => this.#giveUp(attempt, error),
      );
    } catch (error) {
      this.#giveUp(attempt, error);
    }
  }

  #end(attempt: Attempt, summary: JobSummary): void {
    this.#job = null;
    const { unseen, recent } = this.#state;
    this.#change({ running: null, unseen: [...unseen, summary], recent: [...recent, summary].slice(-RECENT) });
    this.#tell((listener) => listener.onDidEnd?.(attempt, summary));
    this.#settle(attempt)?.resolve(summary);
    this.#startNext();
  }

  #giveUp(attempt: Attempt, error: unknown): void {
    this.#job = null;
    this.#change({ running: null });
    this.#settle(attempt)?.reject(error);
    this.#startNext();
  }

  #setPaused(paused: boolean): boolean {
    const { running } = this.#state;
    if (this.#job === null || running === null || running.cancelling !== null) return false;
    this.#changeRunning({ paused });
    if (paused) this.#job.pause();
    else this.#job.resume();
    return true;
  }

  #removeWaiting(jobId: string): boolean {
    const attempt = this.#state.waiting.find((waiting) => waiting.jobId === jobId);
    if (attempt === undefined) return false;
    this.#change({ waiting: this.#state.waiting.filter((waiting) => waiting !== attempt) });
    this.#tell((listener) => listener.onDidRemove?.(attempt));
    this.#settle(attempt)?.resolve(null);
    return true;
  }

  #settle(attempt: Attempt): Promised | undefined {
    const promised = this.#promised.get(attempt.jobId);
    this.#promised.delete(attempt.jobId);
    return promised;
  }

  #changeRunning(change: Partial<RunningEntry>): void {
    const { running } = this.#state;
    if (running !== null) this.#change({ running: { ...running, ...change } });
  }

  #change(change: Partial<QueueState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell((listener) => listener.onDidChange?.(this.#state));
  }

  #tell(say: (listener: QueueListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        say(listener);
      } catch (error) {
        this.reportError(error);
      }
    }
  }
}
