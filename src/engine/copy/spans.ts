import { FailureError } from '../model/failure/failure';
import type { PlanItem, PlannedFile } from '../model/item/plan';
import { SMALL_LIMIT } from '../model/item/sizeClass';
import { methodOf } from '../model/job/job';
import { readsBack } from '../verify/grading';
import { GROUP } from '../verify/prover';
import type { CopyRunContext } from './copyRun';
import { copySpan, type EndedSpan } from './copySpan';
import type { EndedItem } from './endedItem';

/** A span has at most so many files: one flush makes them durable. */
const MOST_FILES = 512;

/** Paths of a span have so many characters at most: a lane has little memory, and names in deep folders are long. */
const MOST_TEXT = 512 * 1024;

/** A smaller one is not worth its flush. */
const LEAST_FILES = 64;

/** A span reaches over so many items of the plan at most: their entries wait for it. */
const LONGEST = 4 * MOST_FILES;

/** Copies spans of files side by side, while this thread does something else. */
export interface SpanCopier {
  /** So many spans at a time keep it busy. */
  readonly most: number;
  /** So many descriptors one span may hold. */
  readonly descriptors: number;
  /** As `copySpan`; rejected with `engineCrashed` and `tooManyOpenFiles`, too. */
  copy(files: readonly PlannedFile[]): Promise<EndedSpan>;
}

/**
 * Small files of a plan on their way to other threads: collected to spans, each of them one group, and handed out as long as
 * these threads have time; all others are left to the thread at hand. Any items may stand between those of a span.
 */
export class Spans {
  readonly #mostFiles: number;
  #files: PlannedFile[] = [];
  #bytes = 0;
  #text = 0;
  #since = 0;
  /** What was handed out and has not ended. */
  readonly #outside = new Set<Promise<void>>();
  /** What other threads had no descriptors left for. */
  readonly #returned: (readonly PlannedFile[])[] = [];
  #isGivenUp = false;
  #failure: { readonly thrown: unknown } | undefined;

  /**
   * @param items How many items the plan has.
   * @param ended Called with each item that has ended, in any order; what it throws stops the job.
   */
  constructor(
    private readonly copier: SpanCopier,
    private readonly items: number,
    private readonly ended: (item: EndedItem) => void,
    private readonly context: CopyRunContext,
  ) {
    const { request } = context;
    const perFile = readsBack(request.verification, methodOf(request)) ? 2 : 1;
    this.#mostFiles = Math.min(MOST_FILES, copier.descriptors / perFile);
  }

  /** Whether an item is one for other threads, and they have time for it. */
  takes(item: PlanItem): item is PlannedFile {
    if (this.#isGivenUp || item.type !== 'file' || item.state.size >= SMALL_LIMIT) return false;
    return this.#files.length > 0 || this.#outside.size < this.copier.most;
  }

  /** Adds a file to the span at hand. The folder it goes to is there. */
  add(file: PlannedFile): void {
    if (this.#files.length === 0) this.#since = performance.now();
    this.#files.push(file);
    this.#bytes += file.state.size;
    this.#text += file.path.length;
  }

  /** Whether the span at hand is to be handed out, now that the plan has been worked through as far as `item`. */
  isDue({ id }: PlanItem): boolean {
    const [first] = this.#files;
    if (first === undefined) return false;
    // Towards the end they get shorter, so that no thread is left with a long one when the others have nothing left to do.
    const share = Math.max(LEAST_FILES, (this.items - id) / (this.copier.most + 1));
    const isManyFiles = this.#files.length >= Math.min(this.#mostFiles, share);
    const isFull = isManyFiles || this.#bytes >= GROUP.bytes || this.#text >= MOST_TEXT;
    return isFull || id - first.id >= LONGEST || performance.now() - this.#since >= GROUP.ms;
  }

  /** Hands out the span at hand. */
  handOut(): void {
    const files = this.#files;
    this.#files = [];
    this.#bytes = 0;
    this.#text = 0;
    if (this.#isGivenUp) this.#returned.push(files);
    else if (files.length > 0) this.#begin(files);
  }

  /** Throws the failure with which a span has stopped the job. */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.thrown;
  }

  /** Whether other threads had too few descriptors: what they left undone is copied here by `settle`. */
  get hasReturned(): boolean {
    return this.#returned.length > 0;
  }

  /** Waits for all that was handed out; false where nothing was. Throws the failure that stops the job. */
  async settle(): Promise<boolean> {
    const isOutside = this.#outside.size > 0;
    await Promise.all(this.#outside);
    this.throwIfFailed();
    for (let files = this.#returned.shift(); files !== undefined; files = this.#returned.shift()) {
      this.#end(await copySpan(files, this.context));
    }
    return isOutside;
  }

  /**
   * The job stops with `cause`. What comes before it in the plan is still copied and proved, unless that fails as well or
   * nobody wants to wait for it. Afterwards no other thread works for the job.
   */
  async stop(cause: unknown): Promise<void> {
    try {
      if (this.#failure !== undefined || !(cause instanceof FailureError) || cause.failure.code === 'cancelled') return;
      this.handOut();
      await this.settle();
    } catch {
      // The first failure is the one that is told.
    } finally {
      await Promise.all(this.#outside);
    }
  }

  #begin(files: readonly PlannedFile[]): void {
    const span = this.#copied(files)
      .catch((thrown: unknown) => {
        this.#failure ??= { thrown };
      })
      .finally(() => this.#outside.delete(span));
    this.#outside.add(span);
  }

  async #copied(files: readonly PlannedFile[]): Promise<void> {
    const span = await this.copier.copy(files).catch(stoppedAtOnce);
    if (span.stop?.failure.code !== 'tooManyOpenFiles') return this.#end(span);
    this.#isGivenUp = true;
    const items = span.items.filter((item) => item.stop === undefined);
    this.#end({ items, stop: undefined });
    this.#returned.push(files.slice(items.length));
  }

  #end({ items, stop }: EndedSpan): void {
    for (const item of items) this.ended(item);
    if (stop !== undefined) throw stop;
  }
}

/** A span of which no thread could begin anything. Throws what stops it for another reason. */
function stoppedAtOnce(error: unknown): EndedSpan {
  if (!(error instanceof FailureError) || error.failure.code !== 'tooManyOpenFiles') throw error;
  return { items: [], stop: error };
}
