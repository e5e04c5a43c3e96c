import { LaneThread } from './laneThread';

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
    if (this.#idle.length === 0) this.#idle.push(new LaneThread(this.lanePath));
  }

  /** A lane that does nothing else, until it is given back. */
  take(): LaneThread {
    for (let lane = this.#idle.shift(); lane !== undefined; lane = this.#idle.shift()) {
      if (lane.isAlive) return lane;
    }
    return new LaneThread(this.lanePath);
  }

  /** Takes back a lane. What it is still asked for it does first. */
  giveBack(lane: LaneThread): void {
    this.#idle.push(lane);
  }

  /** Ends all idle lanes. */
  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((lane) => lane.close()));
  }
}
