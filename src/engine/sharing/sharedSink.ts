import type { FileSink } from '../copy/passes';
import { destinationFailure } from '../fs/failures';
import { FailureError } from '../model/failure/failure';

/**
 * Writes what is read once into the copies of one file at several destinations. A copy that fails drops out and the others go
 * on; only where none is left the transfer fails. All sinks must share the memory of their buffers.
 */
export class SharedSink implements FileSink {
  readonly #live: FileSink[];
  readonly #failures = new Map<FileSink, FailureError>();

  constructor(private readonly sinks: readonly FileSink[]) {
    this.#live = [...sinks];
  }

  /** Why the copy of a sink failed; undefined where it did not. */
  failureOf(sink: FileSink): FailureError | undefined {
    return this.#failures.get(sink);
  }

  async nextBuffer(): Promise<Uint8Array> {
    for (;;) {
      const leader = this.#leader();
      const buffer = await this.#tried(leader, () => leader.nextBuffer());
      // As soon as another writer has any room, it has written all that it had of this buffer: they are used in turn.
      for (const other of this.#others(leader)) await this.#tried(other, () => other.nextBuffer());
      if (buffer !== undefined) return buffer;
      // The next leader gives its buffers in another turn, so nothing may be left of this one.
      await this.drain();
    }
  }

  write(buffer: Uint8Array, length: number, position: number): void {
    for (const sink of [...this.#live]) {
      try {
        sink.write(buffer, length, position);
      } catch (error) {
        this.#drop(sink, error);
      }
    }
  }

  async drain(): Promise<void> {
    for (const sink of [...this.#live]) await this.#tried(sink, () => sink.drain());
  }

  async finish(bytes: number): Promise<void> {
    for (const sink of [...this.#live]) await this.#tried(sink, () => sink.finish(bytes));
    this.#leader();
  }

  async settle(): Promise<void> {
    for (const sink of this.sinks) await sink.settle();
  }

  /** Throws where all have failed. */
  #leader(): FileSink {
    const [leader] = this.#live;
    if (leader !== undefined) return leader;
    const [failure] = this.#failures.values();
    throw failure ?? new Error('nobody wants what is read');
  }

  #others(leader: FileSink): FileSink[] {
    return this.#live.filter((sink) => sink !== leader);
  }

  async #tried<T>(sink: FileSink, step: () => Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      this.#drop(sink, error);
      return undefined;
    }
  }

  #drop(sink: FileSink, error: unknown): void {
    this.#live.splice(this.#live.indexOf(sink), 1);
    this.#failures.set(sink, error instanceof FailureError ? error : destinationFailure(error));
  }
}
