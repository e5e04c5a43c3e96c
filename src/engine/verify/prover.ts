import type { OpenFile } from '../fs/fileSystem';
import { SMALL_LIMIT } from '../model/item/sizeClass';
import type { Following } from './following';
import type { Proof } from './proof';
import { flushedAround, type ProvingContext, prove, proveFlushed, type Unproved } from './prove';
import type { UncachedFile } from './uncachedReader';

/** Proves copies while they are written. */
export interface Follower {
  /**
   * Begins to prove a copy that is about to be written past the page cache, from its start to its end; undefined where that
   * does not pay.
   *
   * @param open Opens the copy for reading back.
   */
  follow(copy: OpenFile, size: number, open: () => UncachedFile): Followed | undefined;
}

/** A copy that is read back behind its writer. */
export interface Followed {
  readonly written: UncachedFile;
  readonly following: Following;
}

/** A group is proved when it holds as many descriptors, has as many bytes, or is as old in milliseconds. */
export interface GroupLimits {
  readonly descriptors: number;
  readonly bytes: number;
  readonly ms: number;
}

/**
 * The groups of the engine's thread. Each costs a flush. Two groups are open at a time, and some systems let a process have no
 * more than 1024 descriptors.
 */
export const GROUP: GroupLimits = { descriptors: 256, bytes: 16 * 1024 * 1024, ms: 5_000 };

/** Proves groups of copies, one group at a time, in the order in which they were given. */
export interface Prover {
  /**
   * Proves a group, or begins to. No descriptor of it may be closed before a promise is settled: its number could come to
   * mean another file.
   *
   * @param isLast Nothing else is to be done meanwhile but to wait for the group before.
   * @returns One proof for each copy. A promise where other work can be done meanwhile; it is rejected, and anything else
   * is thrown, where the job is cancelled or the engine cannot go on.
   */
  prove(files: readonly Unproved[], isLast: boolean): Promise<readonly Proof[]> | readonly Proof[];
}

/** Proves on the thread that copies. */
export class InlineProver implements Prover {
  constructor(private readonly context: ProvingContext) {}

  prove(files: readonly Unproved[]): readonly Proof[] {
    return prove(files, this.context);
  }
}

/**
 * Proves groups of small files on the thread that copies, too; but while the file system is flushed around one of them, the next
 * one is copied. Leaves all other groups to another prover.
 */
export class FlushingProver implements Prover {
  constructor(
    private readonly context: ProvingContext,
    private readonly others: Prover,
  ) {}

  prove(files: readonly Unproved[], isLast: boolean): Promise<readonly Proof[]> | readonly Proof[] {
    const around = flushedAround(files);
    const areSmall = files.every(({ size }) => size < SMALL_LIMIT);
    if (around === undefined || !areSmall) return this.others.prove(files, isLast);
    return this.#flushed(files, around);
  }

  async #flushed(files: readonly Unproved[], around: OpenFile): Promise<readonly Proof[]> {
    await this.context.fs.flushMeanwhile(around);
    return proveFlushed(files, this.context);
  }
}
