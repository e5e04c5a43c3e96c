import * as z from 'zod/mini';
import type { DigestSource, RunningDigests } from '../digests/digester';
import { type RingMemory, ringOver } from '../memory/ring';
import { type Digests, DigestsSchema, type HashAlgorithm } from '../model/proof/digest';
import { laneCrash } from './laneError';
import type { LaneThread } from './laneThread';
import { RingLane } from './ringLane';

/** What the lane says at the end of a file. */
const SaidSchema = z.object({ bytes: z.int(), digests: DigestsSchema });

/** Takes a share of the digests of each file on a thread of its own, from the buffers that its bytes were read into. */
export class LaneDigests {
  readonly #lane: RingLane;

  /**
   * @param lane It does nothing else until this is closed.
   * @param memory A ring with the buffers.
   * @param hashAlgorithms The share of the lane.
   * @param own Takes all others on this thread.
   */
  constructor(
    readonly lane: LaneThread,
    memory: RingMemory,
    hashAlgorithms: readonly HashAlgorithm[],
    private readonly own: DigestSource,
  ) {
    const ring = ringOver(memory.buffers, memory.slots, memory.slotSize);
    this.#lane = new RingLane(lane, {
      kind: 'digest',
      ring,
      hashAlgorithms: [...hashAlgorithms],
    });
  }

  /** How many buffers the lane has still before it. */
  get pending(): number {
    return this.#lane.ring.pending;
  }

  /** Begins another file. The bytes must lie in the buffers of the ring, and stay there until `pending` says that they are done. */
  begin(): RunningDigests {
    const own = this.own.begin();
    let position = 0;
    return {
      update: (bytes) => {
        this.#submit(bytes, bytes.length, position);
        own.update(bytes);
        position += bytes.length;
      },
      finish: async () => ({ ...own.finish(), ...(await this.#finish(position)) }),
    };
  }

  /** Waits until the lane has no more than so many buffers before it. Throws where it is dead. */
  waitUntilPending(most: number): Promise<void> {
    return this.#lane.waitUntilPending(most);
  }

  /** Waits until nothing is read from the buffers any more. Never throws, and forgets no failure: digests of a part are none. */
  async settle(): Promise<void> {
    await this.waitUntilPending(0).catch(() => {});
  }

  /** Lets the lane go. */
  close(): Promise<void> {
    return this.#lane.close();
  }

  async #finish(bytes: number): Promise<Digests> {
    const { ring } = this.#lane;
    await this.waitUntilPending(ring.memory.slots - 1);
    const buffer = ring.buffer(0);
    if (buffer !== undefined) this.#submit(buffer, 0, bytes);
    await this.waitUntilPending(0);
    const failure = this.#lane.failure('');
    if (failure !== undefined) throw laneCrash(failure.message);
    const said = SaidSchema.parse(JSON.parse(ring.said));
    if (said.bytes !== bytes) throw laneCrash(`the lane took digests of ${said.bytes} bytes instead of ${bytes}`);
    return said.digests;
  }

  #submit(buffer: Uint8Array, length: number, position: number): void {
    this.#lane.ring.submit({ buffer, fd: -1, length, position, way: 'plain' });
    this.#lane.ring.callLane();
  }
}
