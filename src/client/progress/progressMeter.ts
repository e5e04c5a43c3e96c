import type { SharedState } from '../../engine/model/thread/sharedState';
import type { Measured } from './progress';
import { SteadyEstimate } from './steadyEstimate';

/** The current rate is measured over this many milliseconds. */
const WINDOW_MS = 3000;
/** Before this much of the job is done an estimate of its end would be a guess. */
const ETA_FROM_FRACTION = 0.01;

/** Turns the counters of a running job into progress: rates, share and time left. Time is a parameter. */
export class ProgressMeter {
  #fraction = 0;
  #peakRate = 0;
  #pausedMs = 0;
  #last: { at: number; bytes: number } | undefined;
  readonly #estimate = new SteadyEstimate();
  readonly #window: { at: number; bytes: number }[] = [];

  /** @param startedAt Milliseconds of a monotonic clock. */
  constructor(
    private readonly shared: SharedState,
    private readonly startedAt: number,
  ) {}

  /** Progress at `now`, milliseconds of the same clock. */
  measure(now: number): Measured {
    const { bytesPlanned, workPlanned, workDone, itemsPlanned, itemsDone, itemsFailed } = this.shared.counters();
    const isPlanned = workPlanned > 0;
    if (isPlanned) this.#fraction = Math.max(this.#fraction, Math.min(1, workDone / workPlanned));
    const bytesDone = Math.round(bytesPlanned * this.#fraction);
    const paused = this.shared.control === 'pause';
    this.#note(now, bytesDone, paused);
    const elapsed = now - this.startedAt - this.#pausedMs;
    const averageRate = rate(bytesDone, elapsed);
    const currentRate = paused ? 0 : this.#currentRate(now, bytesDone);
    this.#peakRate = Math.max(this.#peakRate, currentRate);
    return {
      phase: this.shared.earliestPhase,
      paused,
      fraction: isPlanned ? this.#fraction : null,
      bytesDone,
      bytesPlanned,
      itemsDone,
      itemsPlanned,
      itemsFailed,
      currentRate,
      averageRate,
      peakRate: this.#peakRate,
      etaMs: isPlanned && this.#fraction >= ETA_FROM_FRACTION ? this.#left(now, elapsed) : null,
      currentPath: this.shared.currentPath() ?? null,
    };
  }

  #left(now: number, elapsed: number): number {
    return this.#estimate.left(now, (elapsed / this.#fraction) * (1 - this.#fraction));
  }

  #note(now: number, bytes: number, paused: boolean): void {
    if (paused && this.#last !== undefined) this.#pausedMs += now - this.#last.at;
    this.#last = { at: now, bytes };
    if (paused) this.#window.length = 0;
    this.#window.push({ at: now, bytes });
    while ((this.#window[0]?.at ?? now) < now - WINDOW_MS) this.#window.shift();
  }

  #currentRate(now: number, bytes: number): number {
    const first = this.#window[0];
    return first === undefined ? 0 : rate(bytes - first.bytes, now - first.at);
  }
}

function rate(bytes: number, milliseconds: number): number {
  return milliseconds <= 0 ? 0 : (bytes * 1000) / milliseconds;
}
