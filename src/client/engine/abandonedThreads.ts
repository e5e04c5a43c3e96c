import type { Worker } from 'node:worker_threads';
import type { Attempt } from '../../engine/model/job/job';

/** Engine threads that were given up in a system call that did not return, until they have ended. */
export class AbandonedThreads {
  readonly #ends = new Map<Attempt, Promise<void>>();

  /** The jobs they worked for. */
  get attempts(): readonly Attempt[] {
    return [...this.#ends.keys()];
  }

  /** Takes note of a thread that was given up. */
  add(attempt: Attempt, worker: Worker): void {
    const end = new Promise<void>((resolve) => {
      worker.once('exit', () => {
        this.#ends.delete(attempt);
        resolve();
      });
    });
    this.#ends.set(attempt, end);
  }

  /** When the thread of a job has ended; at once where it was not given up. */
  endOf(attempt: Attempt): Promise<void> {
    return this.#ends.get(attempt) ?? Promise.resolve();
  }

  /** When all have ended. */
  async allEnded(): Promise<void> {
    await Promise.all(this.#ends.values());
  }
}
