import type { Assistance, Assistants } from '../copy/assistance';
import { type ChunkWriter, InlineWriter } from '../copy/chunkWriter';
import type { Digester } from '../digests/digester';
import { shares } from '../digests/share';
import type { OpenFile } from '../fs/fileSystem';
import { DIRECT_ALIGNMENT } from '../memory/alignedMemory';
import type { BufferStock } from '../memory/bufferStock';
import type { RingMemory } from '../memory/ring';
import { type JobRequest, methodOf } from '../model/job/job';
import type { SharedState } from '../model/thread/sharedState';
import { readsBack } from '../verify/grading';
import { WORTH_A_LANE } from './laneCount';
import { LaneDigests } from './laneDigests';
import { LaneReader } from './laneReader';
import type { LaneStock } from './laneStock';
import { LaneWriter } from './laneWriter';

const MiB = 1024 * 1024;

/** Lends rings for write lanes. */
export interface RingLender {
  /** An empty ring for one lane. It is the borrower's until it is given back, and no thread uses it any more. */
  takeRing(slots: number, slotSize: number): RingMemory;
  giveBack(ring: RingMemory): void;
}

/** What the lanes for large files need of their job. */
export interface LargeFileContext {
  /** Lends threads; undefined: the thread that copies does everything. */
  readonly lanes: LaneStock | undefined;
  /** How many threads the job may have, that of its engine among them. */
  readonly threads: number;
  readonly request: JobRequest;
  readonly digester: Digester;
  readonly shared: SharedState;
  /** Lends the memory. */
  readonly buffers: BufferStock;
  readonly rings: RingLender;
  /** Whether the job has one destination: what is read is read for this one, and nothing is to be done at its end but to prove. */
  readonly isOnly: boolean;
}

/** The threads that write large files, read them ahead and take a share of their digests; each is there from the first file that needs it. */
export class LargeFileLanes implements Assistants {
  readonly #bufferSize: number;
  #inline: InlineWriter | undefined;
  #writer: LaneWriter | undefined;
  #reader: LaneReader | undefined;
  #digests: LaneDigests | undefined;

  constructor(private readonly context: LargeFileContext) {
    this.#bufferSize = context.request.bufferSizeKB * 1024;
  }

  /** For a file of `size` bytes. */
  writer(size: number): ChunkWriter {
    const { buffers, lanes, rings, shared, threads } = this.context;
    if (size < WORTH_A_LANE || lanes === undefined || threads < 2) {
      const isAligned = this.#bufferSize % DIRECT_ALIGNMENT === 0;
      this.#inline ??= new InlineWriter(buffers.aligned(this.#bufferSize), isAligned);
      return this.#inline;
    }
    this.#writer ??= new LaneWriter(lanes.take(), rings.takeRing(this.#slots, this.#bufferSize), shared);
    return this.#writer;
  }

  assist(file: OpenFile, size: number): Assistance | undefined {
    const { digester, lanes, shared } = this.context;
    if (size < WORTH_A_LANE || lanes === undefined || !this.#readsAhead || this.#writer === undefined) return undefined;
    this.#reader ??= new LaneReader(lanes.take(), this.#writer, shared);
    if (this.#spreadsDigests) this.#digests ??= this.#startDigests(lanes, this.#writer);
    const ahead = this.#reader.ahead(file, size, this.#digests);
    return { source: ahead, writer: ahead, digester: this.#digests ?? digester };
  }

  /** Gives back what was lent. */
  async close(): Promise<void> {
    const { lanes, rings } = this.context;
    for (const each of [this.#reader, this.#digests, this.#writer]) {
      await each?.close();
      if (each !== undefined) await lanes?.giveBack(each.lane);
    }
    if (this.#writer !== undefined) rings.giveBack(this.#writer.memory);
  }

  /** A power of two. Where buffers are filled ahead there are as many once more. */
  get #slots(): number {
    return (this.#bufferSize <= 4 * MiB ? 8 : 4) * (this.#readsAhead ? 2 : 1);
  }

  /** Whether a lane may have nothing to do but to read: where copies are read back, that goes first. */
  get #readsAhead(): boolean {
    const { threads, isOnly } = this.context;
    return isOnly && threads >= (this.#readsBack ? 4 : 3);
  }

  /** Where copies are read back, all digests are taken once more on the proof lane, which takes as long as all of them here. */
  get #spreadsDigests(): boolean {
    return this.context.request.hashAlgorithms.length > 1 && !this.#readsBack;
  }

  get #readsBack(): boolean {
    const { request } = this.context;
    return readsBack(request.verification, methodOf(request));
  }

  #startDigests(lanes: LaneStock, { memory }: LaneWriter): LaneDigests {
    const { request, digester } = this.context;
    const [theirs, own] = shares(request.hashAlgorithms);
    return new LaneDigests(lanes.take(), memory, theirs, digester.only(own));
  }
}
