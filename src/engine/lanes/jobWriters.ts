import { availableParallelism } from 'node:os';
import { type ChunkWriter, InlineWriter } from '../copy/chunkWriter';
import type { Writers } from '../copy/copyItems';
import type { Pulse } from '../model/pulse';
import { SMALL_LIMIT } from '../model/sizeClass';
import type { BufferStock } from './bufferStock';
import { LaneWriter } from './laneWriter';

const MiB = 1024 * 1024;

/** Handing buffers over pays only where many follow each other, and starting a thread takes as long as copying this much. */
const WORTH_A_LANE = 8 * MiB;

/** The writers and lanes of one job, made when they are first needed and used for every file after that. */
export class JobWriters implements Writers {
  readonly small: ChunkWriter;
  #inline: InlineWriter | undefined;
  #lane: LaneWriter | undefined;

  /**
   * @param lanePath The bundled lane; undefined: everything is written on the thread that reads.
   * @param bufferSize Bytes of one buffer.
   * @param pulse Beats with every call of a lane that returns.
   * @param buffers Lends the memory.
   */
  constructor(
    private readonly lanePath: string | undefined,
    private readonly bufferSize: number,
    private readonly pulse: Pulse,
    private readonly buffers: BufferStock,
  ) {
    this.small = new InlineWriter(buffers.buffer(SMALL_LIMIT));
  }

  large(size: number): ChunkWriter {
    if (size < WORTH_A_LANE || this.lanePath === undefined || availableParallelism() < 2) {
      this.#inline ??= new InlineWriter(this.buffers.buffer(this.bufferSize));
      return this.#inline;
    }
    this.#lane ??= this.#startLane(this.lanePath);
    return this.#lane;
  }

  /** Ends the lane. */
  async close(): Promise<void> {
    if (this.#lane === undefined) return;
    await this.#lane.close();
    this.buffers.giveBack(this.#lane.memory);
  }

  #startLane(lanePath: string): LaneWriter {
    const slots = this.bufferSize <= 4 * MiB ? 8 : 4;
    return new LaneWriter(lanePath, this.buffers.takeRing(slots, this.bufferSize), this.pulse);
  }
}
