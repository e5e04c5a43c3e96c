import type { Chunk, ChunkWriter } from '../copy/chunkWriter';
import { DIRECT_ALIGNMENT } from '../memory/alignedMemory';
import type { RingMemory } from '../memory/ring';
import type { PathText } from '../model/text/pathText';
import type { SharedState } from '../model/thread/sharedState';
import type { LaneThread } from './laneThread';
import { RingLane } from './ringLane';

/** Writes on a thread of its own, so that one buffer is written while the next is read and hashed. */
export class LaneWriter implements ChunkWriter {
  readonly #lane: RingLane;
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
    this.#lane = new RingLane(lane, { kind: 'write', ring: memory, shared: shared.buffer });
  }

  get isAligned(): boolean {
    return this.memory.slotSize % DIRECT_ALIGNMENT === 0;
  }

  /** How many buffers are waiting to be written. */
  get pending(): number {
    return this.#lane.ring.pending;
  }

  get written(): number {
    const unwritten = this.#lane.ring.oldestPosition;
    // After a failure chunks pass unwritten, so it is looked for last.
    this.#throwIfFailed();
    return unwritten ?? this.#submittedTo;
  }

  async nextBuffer(): Promise<Uint8Array> {
    for (;;) {
      this.#throwIfFailed();
      const buffer = this.#lane.ring.freeBuffer();
      if (buffer !== undefined) return buffer;
      await this.#lane.waitUntilPending(this.memory.slots - 1);
    }
  }

  submit({ file, length, position, sparse }: Chunk, buffer: Uint8Array): void {
    this.#path = file.path;
    this.#submittedTo = position + length;
    const way = file.isDirect ? 'direct' : sparse ? 'sparse' : 'plain';
    this.#lane.ring.submit({ buffer, fd: file.fd, length, position, way });
  }

  async finish(): Promise<void> {
    this.#lane.ring.callLane();
    await this.#lane.waitUntilPending(0);
    this.#throwIfFailed();
  }

  settle(): Promise<void> {
    return this.#lane.settle();
  }

  /** Lets the lane go when it has written all that was submitted. */
  close(): Promise<void> {
    return this.#lane.close();
  }

  #throwIfFailed(): void {
    const failure = this.#lane.failure(this.#path);
    if (failure !== undefined) throw failure;
  }
}
