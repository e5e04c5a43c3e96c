import { LaneThread } from './laneThread';

/** As many as a job with one destination mostly has at a time; what others needed besides is not kept. */
const MOST_IDLE = 3;

/**
 * The lanes of an engine thread, lent to one job after another: to start a thread takes longer than to copy a small job.
 * One that died ends the job at hand, and the next job gets another.
 */
export class LaneStock {
  readonly #idle: LaneThread[] = [];

  /** @param lanePath The bundled lane. */
  constructor(private readonly lanePath: string) {}

  /** Starts a thread where none is idle, so that it is there when a job has something for it to do. */
  prepare(): void {
    if (!this.#idle.some(({ isAlive }) => isAlive)) this.#idle.push(new LaneThread(this.lanePath));
  }

  /** A lane that does nothing else, until it is given back. */
  take(): LaneThread {
    for (let lane = this.#idle.shift(); lane !== undefined; lane = this.#idle.shift()) {
      if (lane.isAlive) return lane;
    }
    return new LaneThread(this.lanePath);
  }

  /** Takes back a lane, to be lent again, or ends it where there are enough. What it is still asked for it does first. */
  async giveBack(lane: LaneThread): Promise<void> {
    const idle = this.#idle.filter(({ isAlive }) => isAlive);
    if (idle.length < MOST_IDLE) this.#idle.push(lane);
    else await lane.close();
  }

  /** Ends all idle lanes. */
  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((lane) => lane.close()));
  }
}
