import { setImmediate } from 'node:timers/promises';
import type { Chunk, ChunkWriter } from '../copy/chunkWriter';
import { SystemError } from '../fs/systemError';
import { DIRECT_ALIGNMENT } from '../memory/alignedMemory';
import { Ring, type RingMemory } from '../memory/ring';
import { FailureError, failureOf } from '../model/failure/failure';
import type { PathText } from '../model/text/pathText';
import type { SharedState } from '../model/thread/sharedState';
import { LaneErrorSchema } from './laneError';
import type { LaneThread } from './laneThread';

/** A blocked engine hears nothing of its lanes, so it never blocks longer than this before it listens. */
const LISTEN_EVERY_MS = 100;

/** Writes on a thread of its own, so that one buffer is written while the next is read and hashed. */
export class LaneWriter implements ChunkWriter {
  readonly #ring: Ring;
  readonly #ended: Promise<void>;
  #death: FailureError | undefined;
  #path: PathText = '';
  #submittedTo = 0;

  /**
   * @param lane It writes for nobody else until this is closed.
   * @param memory An empty ring; the lane's until this is closed.
   * @param shared Its pulse beats with every write that returns.
   */
  constructor(
    readonly lane: LaneThread,
    readonly memory: RingMemory,
    shared: SharedState,
  ) {
    this.#ring = new Ring(memory);
    this.#ended = lane.ask({ kind: 'write', ring: memory, shared: shared.buffer }).then(
      () => {},
      (error: unknown) => {
        this.#death = new FailureError(failureOf(error), 'job');
      },
    );
  }

  get isAligned(): boolean {
    return this.memory.slotSize % DIRECT_ALIGNMENT === 0;
  }

  get written(): number {
    const unwritten = this.#ring.oldestPosition;
    // After a failure chunks pass unwritten, so it is looked for last.
    this.#throwIfFailed();
    return unwritten ?? this.#submittedTo;
  }

  async nextBuffer(): Promise<Uint8Array> {
    for (;;) {
      this.#throwIfFailed();
      const buffer = this.#ring.freeBuffer();
      if (buffer !== undefined) return buffer;
      await this.#waitForLane(this.#ring.memory.slots - 1);
    }
  }

  submit({ file, length, position, sparse }: Chunk, buffer: Uint8Array): void {
    this.#path = file.path;
    this.#submittedTo = position + length;
    const way = file.isDirect ? 'direct' : sparse ? 'sparse' : 'plain';
    this.#ring.submit({ buffer, fd: file.fd, length, position, way });
  }

  async finish(): Promise<void> {
    this.#ring.callLane();
    while (this.#ring.pending > 0) await this.#waitForLane(0);
    this.#throwIfFailed();
  }

  async settle(): Promise<void> {
    this.#ring.callLane();
    while (this.#ring.pending > 0 && this.#death === undefined) await this.#listen(0);
    if (this.#ring.state === 'failed') this.#ring.setState('running');
  }

  /** Lets the lane go when it has written all that was submitted. */
  async close(): Promise<void> {
    this.#ring.setState('stopping');
    await this.#ended;
  }

  async #waitForLane(mostPending: number): Promise<void> {
    await this.#listen(mostPending);
    if (this.#death !== undefined) throw this.#death;
  }

  /** Blocks for a moment; if nothing happened, lets the messages of the lane arrive. */
  async #listen(mostPending: number): Promise<void> {
    const before = this.#ring.pending;
    this.#ring.waitUntilPending(mostPending, LISTEN_EVERY_MS);
    if (this.#ring.pending === before) await setImmediate();
  }

  #throwIfFailed(): void {
    if (this.#ring.state !== 'failed') return;
    const { code, syscall, message, offset } = LaneErrorSchema.parse(JSON.parse(this.#ring.error));
    throw new SystemError(code, syscall, this.#path, message, offset);
  }
}
