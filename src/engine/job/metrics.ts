import type { SpeedSample } from '../model/result/summary';

const SAMPLE_MS = 250;
/** Samples are thinned out when there are more than this, so that memory does not depend on the length of a job. */
const MOST_SAMPLES = 512;

/** Samples throughput and memory while a job runs. Units: bytes, milliseconds since the start. */
export class Metrics {
  #samples: SpeedSample[] = [];
  #interval = SAMPLE_MS;
  #bytes = 0;
  #sampledBytes = 0;
  #sampledAt = 0;
  #peakMemory = residentMemory();

  /** @param now A monotonic clock in milliseconds. */
  constructor(
    private readonly now: () => number,
    private readonly startedAt: number,
  ) {}

  /** Bytes went through one pass of a job that makes `passes` over each file. */
  advance(bytes: number, passes: number): void {
    this.#bytes += bytes / passes;
    const at = this.now() - this.startedAt;
    if (at - this.#sampledAt >= this.#interval) this.#sample(at);
  }

  get samples(): readonly SpeedSample[] {
    return this.#samples;
  }

  /** Highest resident memory of the process that was seen, in bytes. */
  get peakMemory(): number {
    return Math.max(this.#peakMemory, residentMemory());
  }

  #sample(at: number): void {
    const rate = ((this.#bytes - this.#sampledBytes) * 1000) / (at - this.#sampledAt);
    this.#samples.push({ atMs: Math.round(at), bytesPerSecond: Math.round(rate) });
    this.#sampledAt = at;
    this.#sampledBytes = this.#bytes;
    this.#peakMemory = this.peakMemory;
    if (this.#samples.length > MOST_SAMPLES) this.#thinOut();
  }

  /** Joins neighbours; from here on samples come half as often. */
  #thinOut(): void {
    const joined: SpeedSample[] = [];
    for (let index = 1; index < this.#samples.length; index += 2) {
      const [first, second] = [this.#samples[index - 1], this.#samples[index]];
      if (first === undefined || second === undefined) continue;
      joined.push({
        atMs: second.atMs,
        bytesPerSecond: Math.round((first.bytesPerSecond + second.bytesPerSecond) / 2),
      });
    }
    this.#samples = joined;
    this.#interval *= 2;
  }
}

/** In bytes; 0 where the system does not say, because the process has no descriptor left: to measure is not worth a failure. */
function residentMemory(): number {
  try {
    return process.memoryUsage.rss();
  } catch {
    return 0;
  }
}
