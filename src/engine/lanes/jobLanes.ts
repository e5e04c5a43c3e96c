import type { Ahead, AheadReader } from '../copy/ahead';
import { type ChunkWriter, InlineWriter } from '../copy/chunkWriter';
import type { Writers } from '../copy/itemCopier';
import type { OpenFile } from '../fs/fileSystem';
import { DIRECT_ALIGNMENT } from '../memory/alignedMemory';
import type { BufferStock } from '../memory/bufferStock';
import type { RingMemory } from '../memory/ring';
import { SMALL_LIMIT } from '../model/item/sizeClass';
import { type JobRequest, methodOf } from '../model/job/job';
import type { SharedState } from '../model/thread/sharedState';
import { SEGMENT } from '../verify/follow';
import { readsBack, readsDevice } from '../verify/grading';
import type { Proof } from '../verify/proof';
import type { ProvingContext, Unproved } from '../verify/prove';
import { type Followed, type Follower, InlineProver, type Prover } from '../verify/prover';
import type { UncachedFile } from '../verify/uncachedReader';
import { WORTH_A_LANE } from './laneCount';
import { LaneProver } from './laneProver';
import { LaneReader } from './laneReader';
import type { LaneStock } from './laneStock';
import { LaneWriter } from './laneWriter';

const MiB = 1024 * 1024;

/** What takes no longer than this is proved as soon while the next file is copied, with one flush. */
const WORTH_FOLLOWING = 2 * SEGMENT;

/** Lends rings for write lanes. */
export interface RingLender {
  /** An empty ring for one lane. It is the borrower's until it is given back, and no thread uses it any more. */
  takeRing(slots: number, slotSize: number): RingMemory;
  giveBack(ring: RingMemory): void;
}

/** What the lanes of a job need from its engine. */
export interface JobLanesContext extends ProvingContext {
  /** Lends threads; undefined: the thread that copies does everything. */
  readonly lanes: LaneStock | undefined;
  /** How many threads the job may have, that of its engine among them. */
  readonly threads: number;
  readonly request: JobRequest;
  readonly shared: SharedState;
  /** Lends the memory. */
  readonly buffers: BufferStock;
  readonly rings: RingLender;
  /** Whether the job has one destination: what is read is read for this one, and nothing is to be done at its end but to prove. */
  readonly isOnly: boolean;
}

/** The buffers and threads of one job, made when they are first needed and used for every file after that. */
export class JobLanes implements Writers, AheadReader, Prover, Follower {
  readonly small: ChunkWriter;
  readonly #bufferSize: number;
  readonly #inlineProver: InlineProver;
  #inline: InlineWriter | undefined;
  #laneProver: LaneProver | undefined;
  #writer: LaneWriter | undefined;
  #reader: LaneReader | undefined;

  constructor(private readonly context: JobLanesContext) {
    const { request, buffers } = context;
    this.#bufferSize = request.bufferSizeKB * 1024;
    this.small = new InlineWriter(buffers.buffer(SMALL_LIMIT), false);
    this.#inlineProver = new InlineProver(context);
  }

  large(size: number): ChunkWriter {
    const { lanes, threads } = this.context;
    if (size < WORTH_A_LANE || lanes === undefined || threads < 2) {
      this.#inline ??= new InlineWriter(
        this.context.buffers.aligned(this.#bufferSize),
        this.#bufferSize % DIRECT_ALIGNMENT === 0,
      );
      return this.#inline;
    }
    this.#writer ??= this.#startWriter(lanes);
    return this.#writer;
  }

  ahead(file: OpenFile, size: number): Ahead | undefined {
    const { lanes, shared } = this.context;
    if (size < WORTH_A_LANE || lanes === undefined || !this.#readsAhead || this.#writer === undefined) return undefined;
    this.#reader ??= new LaneReader(lanes.take(), this.#writer, shared);
    return this.#reader.ahead(file, size);
  }

  prove(files: readonly Unproved[], isLast: boolean): Promise<readonly Proof[]> | readonly Proof[] {
    const prover = (isLast && this.context.isOnly ? undefined : this.#proofLane()) ?? this.#inlineProver;
    if (!files.some(({ following }) => following)) return prover.prove(files);
    const rest = files.filter(({ following }) => following === undefined);
    return joined(files, rest.length === 0 ? [] : prover.prove(rest));
  }

  follow(copy: OpenFile, size: number, open: () => UncachedFile): Followed | undefined {
    const { useBufferReuse, verification, onReadError, onSourceChange } = this.context.request;
    // What may be kept with a flaw may have another size in the end.
    const isAsPlanned = onReadError === 'fail' && onSourceChange === 'fail';
    const isWorthIt = useBufferReuse && readsDevice(verification) && copy.isDirect && size >= WORTH_FOLLOWING;
    const prover = isAsPlanned && isWorthIt ? this.#proofLane() : undefined;
    if (prover === undefined) return undefined;
    const written = open();
    if (written.access !== 'direct') {
      written.file.close();
      return undefined;
    }
    return { written, following: prover.follow({ copy, size, written }) };
  }

  /** Gives back what was lent. */
  async close(): Promise<void> {
    const { lanes, rings } = this.context;
    if (this.#laneProver !== undefined) await lanes?.giveBack(this.#laneProver.lane);
    if (this.#writer === undefined) return;
    if (this.#reader !== undefined) {
      await this.#reader.close();
      await lanes?.giveBack(this.#reader.lane);
    }
    await this.#writer.close();
    rings.giveBack(this.#writer.memory);
    await lanes?.giveBack(this.#writer.lane);
  }

  /** Whether a lane may have nothing to do but to read: where copies are read back, that goes first. */
  get #readsAhead(): boolean {
    const { threads, isOnly, request } = this.context;
    return isOnly && threads >= (readsBack(request.verification, methodOf(request)) ? 4 : 3);
  }

  #proofLane(): LaneProver | undefined {
    const { request, shared, lanes, threads, checkpoint, advance } = this.context;
    if (lanes === undefined || threads < 3) return undefined;
    // What the lane has read is counted with the next bytes of the engine, and these are none.
    const tick = () => advance(0);
    this.#laneProver ??= new LaneProver(lanes.take(), { request, shared, checkpoint, tick });
    return this.#laneProver;
  }

  #startWriter(lanes: LaneStock): LaneWriter {
    const { rings, shared } = this.context;
    const slots = this.#bufferSize <= 4 * MiB ? 16 : 8;
    return new LaneWriter(lanes.take(), rings.takeRing(slots, this.#bufferSize), shared);
  }
}

/** The proofs of files in their order: of some that are followed, and of the rest. */
async function joined(files: readonly Unproved[], rest: Promise<readonly Proof[]> | readonly Proof[]) {
  const others = [...(await rest)];
  const proofs = files.map(({ following }) => following?.proof ?? others.shift());
  return (await Promise.all(proofs)).filter((proof) => proof !== undefined);
}
