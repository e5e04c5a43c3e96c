import { Worker } from 'node:worker_threads';
import { FailureError } from '../model/failure/failure';
import { stackOf } from '../model/failure/thrown';
import { laneCrash } from './laneError';
import type { LaneTask } from './laneTask';

/** It keeps little for long: without a limit its heap grows with each job for a while, as if that were so. */
const MEMORY = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 } as const;

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** A thread beside the engine's own: does one task after another. */
export class LaneThread {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  /** In the order in which the lane will answer. */
  readonly #waiting: Waiting[] = [];
  #death: FailureError | undefined;

  /** @param lanePath The bundled lane. */
  constructor(lanePath: string) {
    this.#worker = new Worker(lanePath, { resourceLimits: MEMORY, name: 'evidence-copy lane' });
    // Idle, it keeps nobody from ending.
    this.#worker.unref();
    this.#worker.on('message', (message: unknown) => this.#waiting.shift()?.resolve(message));
    let thrown: FailureError | undefined;
    this.#worker.on('error', (error) => {
      thrown = failureOfThread(error);
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#death = thrown ?? laneCrash(`the lane ended with code ${code}`);
        for (const { reject } of this.#waiting.splice(0)) reject(this.#death);
        resolve();
      });
    });
  }

  /** False as soon as the thread has ended and its engine has heard of it. */
  get isAlive(): boolean {
    return this.#death === undefined;
  }

  /**
   * Gives the lane a task, after those before it, and its answer. Rejects with `engineCrashed` where the lane dies, with
   * `tooManyOpenFiles` where it found no descriptor left, mostly as it was started.
   */
  ask(task: LaneTask): Promise<unknown> {
    if (this.#death !== undefined) return Promise.reject(this.#death);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(task);
    });
  }

  /** Ends the thread when it has answered all that it was asked. */
  async close(): Promise<void> {
    this.#worker.postMessage('end');
    await this.#ended;
  }
}

/** How Node, too, says that a process has no descriptor left: it reads files before a thread runs its first line. */
const WITHOUT_DESCRIPTORS = /\b(EMFILE|ENFILE)\b|too many open files/;

function failureOfThread(error: unknown): FailureError {
  const cause = stackOf(error);
  return WITHOUT_DESCRIPTORS.test(cause)
    ? new FailureError({ code: 'tooManyOpenFiles', cause }, 'job')
    : laneCrash(cause);
}
