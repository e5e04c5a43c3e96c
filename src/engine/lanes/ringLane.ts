import { setImmediate } from 'node:timers/promises';
import { SystemError } from '../fs/systemError';
import { Ring } from '../memory/ring';
import { FailureError, failureOf } from '../model/failure/failure';
import type { PathText } from '../model/text/pathText';
import { LaneErrorSchema } from './laneError';
import type { RingTask } from './laneTask';
import type { LaneThread } from './laneThread';

/** A blocked engine hears nothing of its lanes, so it never blocks longer than this before it listens. */
const LISTEN_EVERY_MS = 100;

/** The engine's end of a ring with a lane at its other end. */
export class RingLane {
  readonly ring: Ring;
  readonly #ended: Promise<void>;
  #death: FailureError | undefined;

  /**
   * @param lane It does nothing else until this is closed.
   * @param task With an empty ring, which is the lane's until this is closed.
   */
  constructor(
    readonly lane: LaneThread,
    task: RingTask,
  ) {
    this.ring = new Ring(task.ring);
    this.#ended = lane.ask(task).then(
      () => {},
      (error: unknown) => {
        this.#death = new FailureError(failureOf(error), 'job');
      },
    );
  }

  /** What the lane failed at, with the path of the file; undefined where it did not. */
  failure(path: PathText): SystemError | undefined {
    if (this.ring.state !== 'failed') return undefined;
    const { code, syscall, message, offset } = LaneErrorSchema.parse(JSON.parse(this.ring.said));
    return new SystemError(code, syscall, path, message, offset);
  }

  /** Waits until the lane has no more than so many buffers before it. Throws where it is dead. */
  async waitUntilPending(most: number): Promise<void> {
    while (this.ring.pending > most) {
      await this.#listen(most);
      if (this.#death !== undefined) throw this.#death;
    }
  }

  /** Waits until the lane has nothing before it any more, and forgets what failed. Never throws. */
  async settle(): Promise<void> {
    this.ring.callLane();
    while (this.ring.pending > 0 && this.#death === undefined) await this.#listen(0);
    if (this.ring.state === 'failed') this.ring.setState('running');
  }

  /** Lets the lane go when it has done all that was submitted. */
  async close(): Promise<void> {
    this.ring.setState('stopping');
    await this.#ended;
  }

  /** Blocks for a moment; if nothing happened, lets the messages of the lane arrive. */
  async #listen(mostPending: number): Promise<void> {
    const before = this.ring.pending;
    this.ring.waitUntilPending(mostPending, LISTEN_EVERY_MS);
    if (this.ring.pending === before) await setImmediate();
  }
}
