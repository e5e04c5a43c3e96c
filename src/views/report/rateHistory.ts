import type { SpeedSample } from '../../engine/model/result/summary';

/** More points than this are thinned out to every second one, so that the memory does not depend on the duration. */
const MOST_SAMPLES = 400;

/** How fast the running job was, from when it was first seen. It begins anew with every attempt. */
export class RateHistory {
  #attempt = '';
  #samples: SpeedSample[] = [];
  #intervalMs = 0;

  /**
   * @param attempt What names the attempt.
   * @param atMs Since its start, never going back.
   */
  add(attempt: string, atMs: number, bytesPerSecond: number): void {
    if (attempt !== this.#attempt) {
      this.#attempt = attempt;
      this.#samples = [];
      this.#intervalMs = 0;
    }
    const last = this.#samples.at(-1);
    if (last !== undefined && atMs - last.atMs < this.#intervalMs) return;
    this.#samples.push({ atMs, bytesPerSecond });
    if (this.#samples.length <= MOST_SAMPLES) return;
    this.#samples = this.#samples.filter((_, index) => index % 2 === 0);
    this.#intervalMs = (2 * (atMs - (this.#samples[0]?.atMs ?? 0))) / MOST_SAMPLES;
  }

  /** Of the attempt that was seen last. */
  get samples(): readonly SpeedSample[] {
    return this.#samples;
  }
}
