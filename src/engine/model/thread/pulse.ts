const WORD_BEATS = 0;
const WORD_FLUSHES = 1;

/**
 * The sign of life of a job, in memory that all its threads share with the host: a count of the system calls that have
 * returned, whatever they said, and whether data are being made durable, which may take long on a device in good health.
 */
export class Pulse {
  /** Bytes of shared memory that it takes. */
  static readonly BYTES = 8;

  /** @param words The shared memory. It may be posted to a lane, which wraps it again. */
  constructor(readonly words: Int32Array = new Int32Array(new SharedArrayBuffer(Pulse.BYTES))) {}

  /** A system call has returned. */
  beat(): void {
    Atomics.add(this.words, WORD_BEATS, 1);
  }

  /** Runs what writes to the disk what the system still holds in memory; of a promise until it is settled. */
  whileFlushing<T>(flush: () => T): T {
    Atomics.add(this.words, WORD_FLUSHES, 1);
    let flushing: T | undefined;
    try {
      flushing = flush();
      return flushing;
    } finally {
      if (flushing instanceof Promise) void flushing.finally(() => this.#flushed());
      else this.#flushed();
    }
  }

  #flushed(): void {
    Atomics.sub(this.words, WORD_FLUSHES, 1);
  }

  /** Differs from the value before if any call has returned since. It wraps around. */
  get beats(): number {
    return Atomics.load(this.words, WORD_BEATS);
  }

  /** Whether any thread is making data durable. */
  get isFlushing(): boolean {
    return Atomics.load(this.words, WORD_FLUSHES) > 0;
  }
}
