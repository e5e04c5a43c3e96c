const GIVEN_UP = -1n;

/**
 * How far a copy is written, in memory that the thread which copies shares with the one that reads back behind it.
 * Either side wraps the same memory.
 */
export class WriteProgress {
  readonly #written: BigInt64Array;

  /** @param size Of the copy, in bytes. */
  constructor(
    readonly size: number,
    readonly memory: SharedArrayBuffer = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT),
  ) {
    this.#written = new BigInt64Array(memory);
  }

  // --- the side that writes ---

  /** So many bytes from the start are written. Of the last of them only `finish` tells. */
  wrote(bytes: number): void {
    if (bytes < this.size) this.#tell(BigInt(bytes));
  }

  /** The copy is whole: its content, its size and its metadata. */
  finish(): void {
    this.#tell(BigInt(this.size));
  }

  /** Nobody wants it any more. */
  giveUp(): void {
    this.#tell(GIVEN_UP);
  }

  // --- the side that reads back ---

  /** Bytes that are written; all of them only where the copy is whole. Throws {@link GivenUpError}. */
  get written(): number {
    const written = Atomics.load(this.#written, 0);
    if (written === GIVEN_UP) throw new GivenUpError();
    return Number(written);
  }

  /** Blocks until more than `seen` bytes are written or the copy is given up, `milliseconds` at most. */
  waitForMore(seen: number, milliseconds: number): void {
    Atomics.wait(this.#written, 0, BigInt(seen), milliseconds);
  }

  #tell(written: bigint): void {
    Atomics.store(this.#written, 0, written);
    Atomics.notify(this.#written, 0);
  }
}

/** A copy that was read back behind its writer is not going to be finished. */
export class GivenUpError extends Error {}
