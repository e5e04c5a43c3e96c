import type { Queue } from './queueState';

/** Writes the latest state of the queue, one write after another; states that are overtaken meanwhile are left out. */
export class QueueSaver {
  #latest: Queue | undefined;
  #writing: Promise<void> | undefined;
  #hasFailed = false;

  /** `onError` is told what a write failed with; the next state is written all the same. */
  constructor(
    private readonly write: (queue: Queue) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Whether the last write failed, so that what is on disk is older than what is known here. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  save(queue: Queue): void {
    this.#latest = queue;
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when everything that was to be saved so far is on stable storage, or its failure was told. */
  saved(): Promise<void> {
    return this.#writing ?? Promise.resolve();
  }

  async #writeAll(): Promise<void> {
    // Several changes at one moment are one write.
    await Promise.resolve();
    while (this.#latest !== undefined) {
      const queue = this.#latest;
      this.#latest = undefined;
      try {
        await this.write(queue);
        this.#hasFailed = false;
      } catch (error) {
        this.#hasFailed = true;
        this.onError(error);
      }
    }
    this.#writing = undefined;
  }
}
