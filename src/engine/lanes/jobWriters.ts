import { availableParallelism } from 'node:os';
import { type ChunkWriter, InlineWriter } from '../copy/chunkWriter';
import type { Writers } from '../copy/copyItems';
import type { Pulse } from '../model/pulse';
import { SMALL_LIMIT } from '../model/sizeClass';
import { LaneWriter } from './laneWriter';

const MiB = 1024 * 1024;

/** All buffers and lanes of one job, made when they are first needed and used for every file after that. */
export class JobWriters implements Writers {
  readonly small: ChunkWriter = new InlineWriter(SMALL_LIMIT);
  #inline: InlineWriter | undefined;
  #lane: LaneWriter | undefined;

  /**
   * @param lanePath The bundled lane; undefined: everything is written on the thread that reads.
   * @param bufferSize Bytes of one buffer.
   * @param pulse Beats with every call of a lane that returns.
   */
  constructor(
    private readonly lanePath: string | undefined,
    private readonly bufferSize: number,
    private readonly pulse: Pulse,
  ) {}

  large(): ChunkWriter {
    if (this.lanePath === undefined || availableParallelism() < 2) {
      this.#inline ??= new InlineWriter(this.bufferSize);
      return this.#inline;
    }
    this.#lane ??= new LaneWriter(this.lanePath, this.bufferSize <= 4 * MiB ? 8 : 4, this.bufferSize, this.pulse);
    return this.#lane;
  }

  /** Ends the lane. */
  async close(): Promise<void> {
    await this.#lane?.close();
  }
}
