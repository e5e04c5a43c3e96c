import { availableParallelism } from 'node:os';
import { type ChunkWriter, InlineWriter } from '../copy/chunkWriter';
import type { Writers } from '../copy/itemCopier';
import type { JobRequest } from '../model/job';
import type { SharedState } from '../model/sharedState';
import { SMALL_LIMIT } from '../model/sizeClass';
import type { Proof, ProvingContext, Unproved } from '../verify/prove';
import { InlineProver, type Prover } from '../verify/prover';
import type { BufferStock } from './bufferStock';
import { LaneProver } from './laneProver';
import { LaneWriter } from './laneWriter';

const MiB = 1024 * 1024;

/** Handing buffers over pays only where many follow each other, and starting a thread takes as long as copying this much. */
const WORTH_A_LANE = 8 * MiB;

/** What the lanes of a job need from its engine. */
export interface JobLanesContext extends ProvingContext {
  /** The bundled lane; undefined: everything is done on the thread that copies. */
  readonly lanePath: string | undefined;
  readonly request: JobRequest;
  readonly shared: SharedState;
  /** Lends the memory. */
  readonly buffers: BufferStock;
}

/** The buffers and threads of one job, made when they are first needed and used for every file after that. */
export class JobLanes implements Writers, Prover {
  readonly small: ChunkWriter;
  readonly #bufferSize: number;
  /** Where threads pay: there is code for them, and a second core. */
  readonly #lanePath: string | undefined;
  readonly #inlineProver: InlineProver;
  #inline: InlineWriter | undefined;
  #writer: LaneWriter | undefined;
  #prover: LaneProver | undefined;

  constructor(private readonly context: JobLanesContext) {
    const { request, buffers, lanePath } = context;
    this.#bufferSize = request.bufferSizeKB * 1024;
    this.#lanePath = availableParallelism() < 2 ? undefined : lanePath;
    this.small = new InlineWriter(buffers.buffer(SMALL_LIMIT));
    this.#inlineProver = new InlineProver(context);
  }

  large(size: number): ChunkWriter {
    if (size < WORTH_A_LANE || this.#lanePath === undefined) {
      this.#inline ??= new InlineWriter(this.context.buffers.buffer(this.#bufferSize));
      return this.#inline;
    }
    this.#writer ??= this.#startWriter(this.#lanePath);
    return this.#writer;
  }

  prove(files: readonly Unproved[], isLast: boolean): Promise<readonly Proof[]> | readonly Proof[] {
    const isWorthIt = this.#prover !== undefined || !isLast;
    if (this.#lanePath === undefined || !isWorthIt) return this.#inlineProver.prove(files);
    this.#prover ??= this.#startProver(this.#lanePath);
    return this.#prover.prove(files);
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.#prover?.close();
    if (this.#writer === undefined) return;
    await this.#writer.close();
    this.context.buffers.giveBack(this.#writer.memory);
  }

  #startWriter(lanePath: string): LaneWriter {
    const { buffers, shared } = this.context;
    const slots = this.#bufferSize <= 4 * MiB ? 8 : 4;
    return new LaneWriter(lanePath, buffers.takeRing(slots, this.#bufferSize), shared.pulse);
  }

  #startProver(lanePath: string): LaneProver {
    const { shared, request, advance, checkpoint } = this.context;
    const data = { kind: 'proof', shared: shared.buffer, hashAlgorithms: request.hashAlgorithms } as const;
    // What the lane has read is counted with the next bytes of the engine, and these are none.
    return new LaneProver(lanePath, data, () => advance(0), checkpoint);
  }
}
