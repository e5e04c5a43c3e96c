import type { Worker } from 'node:worker_threads';
import { messageOf, stackOf } from '../../engine/model/failure/thrown';
import type { Attempt } from '../../engine/model/job/job';
import { ATTENDED, type Patience } from '../../engine/model/job/patience';
import type { JobSummary } from '../../engine/model/result/summary';
import type { LogLevel } from '../../engine/model/thread/logLevel';
import type { PlantedFault } from '../../engine/model/thread/plantedFault';
import { type FromEngine, parseFromEngine, type ToEngine } from '../../engine/model/thread/protocol';
import { localZone } from '../../engine/model/time/localZone';
import { atMost } from '../atMost';
import { AbandonedThreads } from './abandonedThreads';
import { ActiveJob, type JobListener } from './activeJob';
import { startEngineThread } from './engineThread';

/** A thread that hangs in the system cannot be ended: at the end of the client nobody waits longer for it. */
const LAST_WAIT_MS = 2_000;

/** A job that was started. */
export interface RunningJob {
  readonly attempt: Attempt;
  /** Never rejects: whatever happens to the thread, there is exactly one summary. */
  readonly finished: Promise<JobSummary>;
  /** When no thread works for it any more: with `finished`, but for an abandoned job. Never rejects. */
  readonly gone: Promise<void>;
  pause(): void;
  resume(): void;
  /** Takes effect within one buffer. `keep` leaves the staging folder for resuming, `remove` deletes it. */
  cancel(staging: 'keep' | 'remove'): void;
  /**
   * Ends a stalled job at once, as failed: its thread publishes nothing more and ends when the system lets go of it.
   * False if the job is not stalled, or not any more.
   */
  abandon(): boolean;
}

/** What an engine client is made with. */
export interface EngineClientOptions {
  /** Absolute path of the bundled engine thread. */
  readonly workerPath: string;
  /** What the engine runs in, with its version, for the record. */
  readonly application?: string;
  /** A thread that was started ahead, as {@link startEngineThread} does, for the first job: if it has not ended by then, it is the client's. */
  readonly ahead?: Worker;
  /** For the self-test: what goes wrong in every job of this client. */
  readonly plantedFault?: PlantedFault;
  /** Asked at the start of each job how long a device may be silent. Without it a person is asked. */
  readonly patience?: () => Patience;
  /** Gets what concerns the engine itself rather than a job. */
  readonly log?: (level: LogLevel, message: string) => void;
}

/**
 * The host's side of the engine thread. The thread is started with the first job and used for all after it; when it
 * dies, its job ends with one failed summary and the next job gets a fresh thread, and likewise where a stalled job is
 * abandoned. A copy is never repeated silently.
 */
export class EngineClient {
  #worker: Worker | undefined;
  #active: ActiveJob | undefined;
  #ahead: Worker | undefined;
  readonly #abandoned = new AbandonedThreads();

  constructor(private readonly options: EngineClientOptions) {
    this.#ahead = options.ahead;
  }

  /** The engine thread, while there is one; tests end it to see what becomes of its job. */
  get worker(): Worker | undefined {
    return this.#worker;
  }

  /** Jobs that were abandoned and whose threads have not ended yet. */
  get abandoned(): AbandonedThreads {
    return this.#abandoned;
  }

  /** Starts a job. One at a time: throws a `RangeError` while another one runs. */
  start(attempt: Attempt, listener: JobListener): RunningJob {
    if (this.#active !== undefined) throw new RangeError('the engine runs one job at a time');
    const worker = this.#worker ?? this.#startWorker();
    const active = new ActiveJob(attempt, listener, {
      patience: this.options.patience?.() ?? ATTENDED,
      giveUp: () => this.#abandon(active),
      complain: (message) => this.#log('error', message),
    });
    this.#active = active;
    const timeZone = localZone();
    post(worker, { type: 'run', attempt, shared: active.shared.buffer, timeZone, told: active.told });
    return {
      attempt,
      finished: active.finished,
      gone: active.finished.then(() => this.#abandoned.endOf(attempt)),
      pause: () => active.shared.setControl('pause'),
      resume: () => active.shared.setControl('run'),
      cancel: (staging) => active.shared.setControl(staging === 'keep' ? 'cancelKeep' : 'cancelRemove'),
      abandon: () => active.isStalled && this.#abandon(active),
    };
  }

  /** Stops a running job, keeping its staging folder, and ends the thread when the job has ended. Never waits for long. */
  async dispose(): Promise<void> {
    const active = this.#active;
    active?.shared.setControl('cancelKeep');
    if (active !== undefined) {
      await atMost(LAST_WAIT_MS, active.finished);
      this.#abandon(active);
    }
    if (this.#worker !== undefined) await atMost(LAST_WAIT_MS, this.#worker.terminate());
  }

  #startWorker(): Worker {
    const { workerPath, application = null, plantedFault } = this.options;
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const isThere = ahead !== undefined && ahead.threadId >= 0;
    const data = { application, ...(plantedFault && { plantedFault }) };
    const worker = isThere ? ahead : startEngineThread(workerPath, data);
    worker.ref();
    this.#worker = worker;
    worker.on('message', (message: unknown) => this.#receive(worker, message));
    worker.on('messageerror', (error) => this.#died(worker, `a message could not be read: ${String(error)}`));
    worker.on('error', (error) => this.#died(worker, stackOf(error)));
    worker.on('exit', (code) => this.#died(worker, `the engine thread ended with code ${code}`));
    return worker;
  }

  #receive(worker: Worker, message: unknown): void {
    // A thread that was given up may still have messages under way; they are not about the job that runs now.
    if (worker !== this.#worker) return;
    let told: FromEngine;
    try {
      told = parseFromEngine(message);
    } catch (error) {
      this.#died(worker, `not a message of the engine: ${messageOf(error)}`);
      return;
    }
    const active = this.#active;
    if (active === undefined) return;
    if (told.type === 'finished') this.#active = undefined;
    active.receive(told);
  }

  /** Gives up a job and its thread. False if the job has ended. */
  #abandon(active: ActiveJob): boolean {
    const worker = this.#worker;
    if (active !== this.#active || worker === undefined) return false;
    this.#active = undefined;
    this.#worker = undefined;
    this.#abandoned.add(active.attempt, worker);
    active.abandon();
    // It takes the message when its job has come to an end.
    post(worker, { type: 'end' });
    return true;
  }

  #died(worker: Worker, cause: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const active = this.#active;
    this.#active = undefined;
    if (active === undefined) return;
    this.#log('error', `The copy engine ended unexpectedly: ${cause}`);
    // Whatever is left of the thread must not go on writing for a job that has been told as failed.
    active.shared.setControl('cancelKeep');
    void worker.terminate();
    active.crash(cause);
  }

  #log(level: LogLevel, message: string): void {
    this.options.log?.(level, message);
  }
}

function post(worker: Worker, message: ToEngine): void {
  worker.postMessage(message);
}
