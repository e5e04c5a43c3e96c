import { Worker } from 'node:worker_threads';
import type { Attempt } from '../engine/model/job';
import type { ItemOutcome } from '../engine/model/outcome';
import type { PathText } from '../engine/model/pathText';
import { type FromEngine, FromEngineSchema, type Phase, type ToEngine } from '../engine/model/protocol';
import { SharedState } from '../engine/model/sharedState';
import type { JobSummary } from '../engine/model/summary';
import { crashSummary } from './crashSummary';
import type { Progress } from './progress';
import { ProgressMeter } from './progressMeter';

const PROGRESS_MS = 100;

/** A large young generation saves no time here and lets memory grow with the number of files. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 32 };

export type LogLevel = 'info' | 'warning' | 'error';

/** What may be heard of a running job. A listener that throws is noted in the log and disturbs nothing. */
export interface JobListener {
  /** Staging exists and holds a durable custody log. */
  onStaged?(stagingDir: PathText): void;
  onPhase?(phase: Phase): void;
  /** At most ten times a second, and once at the end. */
  onProgress?(progress: Progress): void;
  /**
   * Final outcomes in batches; each planned item appears exactly once. A listener that needs time returns a promise: the
   * engine does not run more than a few batches ahead of it.
   */
  onOutcomes?(outcomes: readonly ItemOutcome[]): void | Promise<void>;
  onLog?(level: LogLevel, message: string): void;
}

/** A job that was started. */
export interface RunningJob {
  readonly attempt: Attempt;
  /** Never rejects: whatever happens to the thread, there is exactly one summary. */
  readonly finished: Promise<JobSummary>;
  pause(): void;
  resume(): void;
  /** Takes effect within one buffer. `keep` leaves the staging folder for resuming, `remove` deletes it. */
  cancel(staging: 'keep' | 'remove'): void;
}

export interface EngineClientOptions {
  /** Absolute path of the bundled engine thread. */
  readonly workerPath: string;
  /** Gets what concerns the engine itself rather than a job. */
  readonly log?: (level: LogLevel, message: string) => void;
}

/**
 * The host's side of the engine thread. The thread is started with the first job and used for all after it; when it
 * dies, its job ends with one failed summary and the next job gets a fresh thread. A copy is never repeated silently.
 */
export class EngineClient {
  #worker: Worker | undefined;
  #active: ActiveJob | undefined;

  constructor(private readonly options: EngineClientOptions) {}

  /** The engine thread, while there is one; tests end it to see what becomes of its job. */
  get worker(): Worker | undefined {
    return this.#worker;
  }

  /** Starts a job. One at a time: throws a `RangeError` while another one runs. */
  start(attempt: Attempt, listener: JobListener): RunningJob {
    if (this.#active !== undefined) throw new RangeError('the engine runs one job at a time');
    const worker = this.#worker ?? this.#startWorker();
    const active = new ActiveJob(attempt, listener, (message) => this.#log('error', message));
    this.#active = active;
    const message: ToEngine = { type: 'run', attempt, shared: active.shared.buffer };
    worker.postMessage(message);
    return active;
  }

  /** Stops a running job, keeping its staging folder, and ends the thread when the job has ended. */
  async dispose(): Promise<void> {
    const active = this.#active;
    active?.cancel('keep');
    await active?.finished;
    await this.#worker?.terminate();
  }

  #startWorker(): Worker {
    const worker = new Worker(this.options.workerPath, {
      name: 'evidence-copy engine',
      resourceLimits: RESOURCE_LIMITS,
    });
    this.#worker = worker;
    worker.on('message', (message: unknown) => this.#receive(worker, message));
    worker.on('messageerror', (error) => this.#died(worker, `a message could not be read: ${String(error)}`));
    worker.on('error', (error) =>
      this.#died(worker, error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    worker.on('exit', (code) => this.#died(worker, `the engine thread ended with code ${code}`));
    return worker;
  }

  #receive(worker: Worker, message: unknown): void {
    // A thread that was given up may still have messages under way; they are not about the job that runs now.
    if (worker !== this.#worker) return;
    const parsed = FromEngineSchema.safeParse(message);
    if (!parsed.success) {
      this.#died(worker, `not a message of the engine: ${parsed.error.message}`);
      return;
    }
    const active = this.#active;
    if (active === undefined) return;
    if (parsed.data.type === 'finished') this.#active = undefined;
    active.receive(parsed.data);
  }

  #died(worker: Worker, cause: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const active = this.#active;
    this.#active = undefined;
    if (active === undefined) return;
    this.#log('error', `The copy engine ended unexpectedly: ${cause}`);
    // Whatever is left of the thread must not go on writing for a job that has been told as failed.
    active.cancel('keep');
    void worker.terminate();
    active.crash(cause);
  }

  #log(level: LogLevel, message: string): void {
    this.options.log?.(level, message);
  }
}

/** One job on the thread, from its request to its one summary. */
class ActiveJob implements RunningJob {
  readonly shared = new SharedState();
  readonly finished: Promise<JobSummary>;
  readonly #startedAt = new Date();
  readonly #meter = new ProgressMeter(this.shared, performance.now());
  readonly #timer: NodeJS.Timeout;
  #resolve: (summary: JobSummary) => void = () => {};
  #stagingDir: PathText | null = null;

  constructor(
    readonly attempt: Attempt,
    private readonly listener: JobListener,
    private readonly complain: (message: string) => void,
  ) {
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#timer = setInterval(() => this.#report(), PROGRESS_MS);
  }

  pause(): void {
    this.shared.setControl('pause');
  }

  resume(): void {
    this.shared.setControl('run');
  }

  cancel(staging: 'keep' | 'remove'): void {
    this.shared.setControl(staging === 'keep' ? 'cancelKeep' : 'cancelRemove');
  }

  receive(message: FromEngine): void {
    switch (message.type) {
      case 'staged':
        this.#stagingDir = message.stagingDir;
        this.#tell(() => this.listener.onStaged?.(message.stagingDir));
        return;
      case 'phase':
        this.#tell(() => this.listener.onPhase?.(message.phase));
        return;
      case 'outcomes':
        void this.#take(message.outcomes);
        return;
      case 'log':
        this.#tell(() => this.listener.onLog?.(message.level, message.message));
        return;
      case 'finished':
        this.#end(message.summary);
        return;
      default:
        message satisfies never;
    }
  }

  async #take(outcomes: readonly ItemOutcome[]): Promise<void> {
    try {
      await this.listener.onOutcomes?.(outcomes);
    } catch (error) {
      this.#complain(error);
    }
    this.shared.takeBatch();
  }

  /** The thread is gone: this job will say no more. */
  crash(cause: string): void {
    this.#end(crashSummary(this.attempt, this.#startedAt, this.#stagingDir, cause));
  }

  #end(summary: JobSummary): void {
    clearInterval(this.#timer);
    this.#report();
    this.#resolve(summary);
  }

  #report(): void {
    this.#tell(() => this.listener.onProgress?.(this.#meter.measure(performance.now())));
  }

  #tell(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#complain(error);
    }
  }

  #complain(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.complain(`A listener of a job failed: ${text}`);
  }
}
