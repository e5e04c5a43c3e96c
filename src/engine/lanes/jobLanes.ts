import type { Assistance, Assistants } from '../copy/assistance';
import { type ChunkWriter, InlineWriter } from '../copy/chunkWriter';
import type { Writers } from '../copy/itemCopier';
import type { Digester } from '../digests/digester';
import type { OpenFile } from '../fs/fileSystem';
import { SMALL_LIMIT } from '../model/item/sizeClass';
import { SEGMENT } from '../verify/follow';
import { readsDevice } from '../verify/grading';
import type { Proof } from '../verify/proof';
import type { ProvingContext, Unproved } from '../verify/prove';
import { type Followed, type Follower, InlineProver, type Prover } from '../verify/prover';
import type { UncachedFile } from '../verify/uncachedReader';
import { LaneProver } from './laneProver';
import { type LargeFileContext, LargeFileLanes } from './largeFileLanes';

/** What takes no longer than this is proved as soon while the next file is copied, with one flush. */
const WORTH_FOLLOWING = 2 * SEGMENT;

/** What the lanes of a job need from its engine. */
export interface JobLanesContext extends ProvingContext, LargeFileContext {
  readonly digester: Digester;
}

/** The buffers and threads of one job, made when they are first needed and used for every file after that. */
export class JobLanes implements Writers, Assistants, Prover, Follower {
  readonly small: ChunkWriter;
  readonly #large: LargeFileLanes;
  readonly #inlineProver: InlineProver;
  #laneProver: LaneProver | undefined;

  constructor(private readonly context: JobLanesContext) {
    this.small = new InlineWriter(context.buffers.buffer(SMALL_LIMIT), false);
    this.#large = new LargeFileLanes(context);
    this.#inlineProver = new InlineProver(context);
  }

  large(size: number): ChunkWriter {
    return this.#large.writer(size);
  }

  assist(file: OpenFile, size: number): Assistance | undefined {
    return this.#large.assist(file, size);
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
    if (this.#laneProver !== undefined) await this.context.lanes?.giveBack(this.#laneProver.lane);
    await this.#large.close();
  }

  #proofLane(): LaneProver | undefined {
    const { request, shared, lanes, threads, checkpoint, advance } = this.context;
    if (lanes === undefined || threads < 3) return undefined;
    // What the lane has read is counted with the next bytes of the engine, and these are none.
    const tick = () => advance(0);
    this.#laneProver ??= new LaneProver(lanes.take(), { request, shared, checkpoint, tick });
    return this.#laneProver;
  }
}

/** The proofs of files in their order: of some that are followed, and of the rest. */
async function joined(files: readonly Unproved[], rest: Promise<readonly Proof[]> | readonly Proof[]) {
  const others = [...(await rest)];
  const proofs = files.map(({ following }) => following?.proof ?? others.shift());
  return (await Promise.all(proofs)).filter((proof) => proof !== undefined);
}
