import type { Patience } from '../../engine/model/job/patience';

/** How a running job is: `writingToDisk` while the system makes data durable, which may take long and is no stall. */
export type Life = 'working' | 'writingToDisk' | 'stalled';

/** What is seen of a running job at one moment. */
export interface SignsOfLife {
  /** Differs from the reading before if a system call has finished since. */
  readonly beats: number;
  readonly isFlushing: boolean;
  readonly isPaused: boolean;
}

/** Shorter waits for a disk are not worth a word, in milliseconds. */
const WORTH_TELLING_MS = 2_000;

/** A computer that slept, or a host that was busy, has not watched: such a gap between two looks counts as no more. */
const LONGEST_STEP_MS = 1_000;

/** Finds out whether a device still answers, from looks at a running job. Time is a parameter. */
export class Watchdog {
  #beats: number | undefined;
  #silentMs = 0;
  #lookedAt: number;

  /** @param startedAt Milliseconds of a monotonic clock. */
  constructor(
    private readonly patience: Patience,
    startedAt: number,
  ) {
    this.#lookedAt = startedAt;
  }

  /** How the job is at `now` of the same clock. Meant to be asked several times a second. */
  look({ beats, isFlushing, isPaused }: SignsOfLife, now: number): Life {
    const step = Math.min(now - this.#lookedAt, LONGEST_STEP_MS);
    this.#lookedAt = now;
    this.#silentMs = beats === this.#beats && !isPaused ? this.#silentMs + step : 0;
    this.#beats = beats;
    if (isFlushing) return this.#silentMs >= WORTH_TELLING_MS ? 'writingToDisk' : 'working';
    return this.#silentMs >= this.#stallMs ? 'stalled' : 'working';
  }

  /** Milliseconds in which no system call has finished, as far as it was watched. */
  get silentMs(): number {
    return this.#silentMs;
  }

  /** Whether a stalled job has been silent for so long that it is abandoned without asking. */
  get isOutOfPatience(): boolean {
    const { abandonAfterMinutes } = this.patience;
    return abandonAfterMinutes > 0 && this.#silentMs >= this.#stallMs + abandonAfterMinutes * 60_000;
  }

  get #stallMs(): number {
    return this.patience.stallSeconds * 1000;
  }
}
