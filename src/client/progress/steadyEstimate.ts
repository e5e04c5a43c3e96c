/** An estimate is kept while a new one differs by no more than this share of what is left … */
const TOLERANCE = 0.15;
/** … or by no more than this many milliseconds. */
const TOLERANCE_MS = 5000;

/**
 * Keeps an estimate of the time left from jumping: once given, the end it stands for is kept, and what is left runs down with
 * the clock, until a new estimate differs by more than can be by chance.
 */
export class SteadyEstimate {
  #end: number | undefined;

  /**
   * What is left at `now`, given what was estimated just then. All in milliseconds, of one monotonic clock.
   *
   * @returns Never below 0, and off the estimate by no more than the tolerance.
   */
  left(now: number, estimate: number): number {
    const end = now + estimate;
    const tolerance = Math.max(TOLERANCE_MS, estimate * TOLERANCE);
    if (this.#end === undefined || Math.abs(this.#end - end) > tolerance) this.#end = end;
    return Math.max(0, this.#end - now);
  }
}
