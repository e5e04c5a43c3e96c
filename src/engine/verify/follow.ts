import { SystemError } from '../fs/systemError';
import type { Proof } from './proof';
import { type ProvingContext, readBack, type Unproved } from './prove';
import type { WriteProgress } from './writeProgress';

/** So much is made durable at once: each flush costs, and what is written last is read back when all else is done. */
export const SEGMENT = 32 * 1024 * 1024;

/** Whoever waits for the writer looks this often whether the job is cancelled. */
const LOOK_EVERY_MS = 100;

/**
 * Proves one copy while it is being written: as soon as a segment is written it is made durable, and only then read back.
 * Blocks until the copy is whole. The file stays the caller's. Throws what `checkpoint` throws, and `GivenUpError`.
 *
 * @param segment In bytes.
 */
export function follow(file: Unproved, progress: WriteProgress, context: ProvingContext, segment = SEGMENT): Proof {
  const checkpoint = () => {
    context.checkpoint();
    // Throws where it is given up.
    void progress.written;
  };
  const stretches = new DurableStretches(file, progress, segment, checkpoint);
  try {
    const read = readBack(file, { ...context, checkpoint }, stretches);
    return { read, durationMs: stretches.sinceWhole };
  } catch (error) {
    if (error instanceof SystemError) return { failed: stretches.isSyncing ? 'sync' : 'read', error };
    throw error;
  }
}

/** The ends of the stretches of a copy, each when it is durable. With the last one all of the copy is. */
class DurableStretches implements Iterable<number> {
  isSyncing = false;
  #wholeAt: number | undefined;

  constructor(
    private readonly file: Unproved,
    private readonly progress: WriteProgress,
    private readonly segment: number,
    private readonly checkpoint: () => void,
  ) {}

  /** Milliseconds since the copy was whole. */
  get sinceWhole(): number {
    return this.#wholeAt === undefined ? 0 : performance.now() - this.#wholeAt;
  }

  *[Symbol.iterator](): Iterator<number> {
    const { copy, size } = this.file;
    for (let durable = 0; durable < size; ) {
      const written = this.#waitFor(Math.min(durable + this.segment, size));
      const isWhole = written === size;
      if (isWhole) this.#wholeAt = performance.now();
      this.isSyncing = true;
      if (isWhole) copy.sync();
      else copy.syncData();
      this.isSyncing = false;
      durable = written;
      yield isWhole ? Number.POSITIVE_INFINITY : durable;
    }
  }

  #waitFor(end: number): number {
    for (;;) {
      this.checkpoint();
      const { written } = this.progress;
      if (written >= end) return written;
      this.progress.waitForMore(written, LOOK_EVERY_MS);
    }
  }
}
