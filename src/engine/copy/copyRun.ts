import { inWriting, type LedgerEntry } from '../ledger/ledger';
import { FailureError } from '../model/failure/failure';
import type { PlanItem } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import type { PassContext } from '../reading/readThrough';
import type { Proof } from '../verify/proof';
import type { GroupLimits, Prover } from '../verify/prover';
import type { EndedItem } from './endedItem';
import { KeptError } from './flaw';
import { ItemCopier, type ItemCopyContext, stagedPath, type Unended } from './itemCopier';

/** What earlier attempts of the job have done. */
export interface EarlierWork {
  /** What is known of an item before it is begun. */
  of(item: PlanItem, pass: PassContext): Promise<EarlierItem>;
}

/** What earlier attempts have done about one item. */
export interface EarlierItem {
  /** The entry of an item that needs no copying, because an earlier attempt has brought it here and it still holds. */
  readonly carried: LedgerEntry | undefined;
  /** An entry of this attempt, with how earlier ones failed. */
  annotate(entry: LedgerEntry): LedgerEntry;
}

/** What copying items on one thread needs. */
export interface CopyRunContext extends ItemCopyContext, PassContext {
  readonly prover: Prover;
  readonly group: GroupLimits;
  /** What earlier attempts have done; undefined in the first one. */
  readonly earlier?: EarlierWork;
}

/** An item on its way: what it has come to, or a written file that waits for its proof. */
interface Begun {
  readonly item: PlanItem;
  readonly result: Omit<LedgerEntry, 'id'> | Unended;
  /** The failure after which the job does not go on. */
  readonly stop: FailureError | undefined;
  readonly counter: { bytes: number };
  annotate(entry: LedgerEntry): LedgerEntry;
}

type Proofs = ReturnType<Prover['prove']>;

/**
 * Copies items one after another on this thread. They are proved in groups: while one group is made durable and read back, the
 * next one is copied. Items end in the order in which they were added.
 */
export class CopyRun {
  readonly #copier: ItemCopier;
  #group: Begun[] = [];
  #groupDescriptors = 0;
  #groupBytes = 0;
  #groupSince = 0;
  #isStopped = false;
  #inProof: { readonly group: Begun[]; readonly proofs: Proofs } | undefined;

  /**
   * @param ended Called with each item that has ended; what it throws stops the job.
   * @param freeElsewhere Ends what other threads hold open of the job; false where nothing was.
   */
  constructor(
    private readonly ended: (item: EndedItem) => void,
    private readonly context: CopyRunContext,
    private readonly freeElsewhere: () => Promise<boolean> = async () => false,
  ) {
    this.#copier = new ItemCopier(context);
  }

  /** As `ItemCopier.isBlocked`. */
  isBlocked(path: PathText): boolean {
    return this.#copier.isBlocked(path);
  }

  /** Copies an item, all but its proof. Throws the failure that stops the job. */
  async add(item: PlanItem): Promise<void> {
    const begun = await this.#begin(item);
    if (this.#group.length === 0) this.#groupSince = performance.now();
    this.#group.push(begun);
    this.#groupDescriptors += descriptorsOf(begun);
    this.#groupBytes += sizeOf(item);
    if (begun.stop !== undefined) throw begun.stop;
    const { descriptors, bytes, ms } = this.context.group;
    const isOld = performance.now() - this.#groupSince >= ms;
    const isFull = this.#groupDescriptors >= descriptors || this.#groupBytes >= bytes;
    if (isFull || isOld) await this.prove();
  }

  /** Proves all that was added, and waits for it. */
  async settle(): Promise<void> {
    await this.prove();
    await this.#endProved();
  }

  /** Proves what is left. */
  async finish(): Promise<void> {
    const group = this.#group;
    // While the group before is proved elsewhere: nothing is left to be copied meanwhile.
    const proofs = this.#proofsOf(group, true);
    await this.#endProved();
    this.#group = [];
    this.#inProof = { group, proofs };
    await this.#endProved();
    this.#copier.close();
  }

  /**
   * The job stops with `cause`. What was written before still gets its proof and its entry, unless that fails as well or
   * nobody wants to wait for it. Afterwards nothing is open any more.
   */
  async stop(cause: unknown): Promise<void> {
    try {
      if (!this.#isStopped && cause instanceof FailureError && cause.failure.code !== 'cancelled') await this.finish();
    } catch {
      // The first failure is the one that is told.
    } finally {
      await Promise.resolve(this.#inProof?.proofs).catch(() => {});
      for (const { result } of [...(this.#inProof?.group ?? []), ...this.#group]) {
        if ('copy' in result) await (lacksDescriptors(cause) ? result.copy.undo(cause) : result.copy.abandon());
      }
      this.#copier.close();
    }
  }

  async #begin(item: PlanItem): Promise<Begun> {
    const { checkpoint, advance, earlier } = this.context;
    const counter = { bytes: 0 };
    const pass: PassContext = {
      checkpoint,
      advance: (bytes) => {
        counter.bytes += bytes;
        advance(bytes);
      },
    };
    const known = await earlier?.of(item, pass);
    const annotate = (entry: LedgerEntry) => known?.annotate(entry) ?? entry;
    const common = { item, counter, annotate };
    if (known?.carried !== undefined) return { ...common, result: known.carried, stop: undefined };
    const begun = await this.#tried(item, () => this.#copier.begin(item, pass));
    if (begun.stop?.failure.code !== 'tooManyOpenFiles' || !(await this.#freeDescriptors()))
      return { ...common, ...begun };
    return { ...common, ...(await this.#tried(item, () => this.#copier.begin(item, pass))) };
  }

  /** Ends all that is open, so that a process with few descriptors can go on; false where nothing was. */
  async #freeDescriptors(): Promise<boolean> {
    const isOpen = this.#inProof !== undefined || this.#group.length > 0;
    await this.settle();
    return (await this.freeElsewhere()) || isOpen;
  }

  /** Runs a step of an item; a failure becomes its result and, where the job cannot go on after it, a reason to stop. */
  async #tried<T>(
    item: PlanItem,
    step: () => Promise<T>,
  ): Promise<{ result: T | Omit<LedgerEntry, 'id'>; stop: FailureError | undefined }> {
    try {
      return { result: await step(), stop: undefined };
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code === 'cancelled') throw error;
      const { failure } = error;
      const { finalNames, request } = this.context;
      const stops = error.scope === 'job' || request.onItemError === 'stop';
      const stagedAs = stagedPath(item.path, finalNames);
      return {
        result: { outcome: 'failed', stagedAs, failure, ...(error instanceof KeptError && { kept: error.kept }) },
        stop: stops ? new FailureError(failure, 'job') : undefined,
      };
    }
  }

  /** Hands the group at hand over for its proof, as soon as the one before has ended. */
  async prove(): Promise<void> {
    await this.#endProved();
    const group = this.#group;
    const proofs = this.#proofsOf(group, false);
    this.#group = [];
    this.#groupDescriptors = 0;
    this.#groupBytes = 0;
    this.#inProof = { group, proofs };
    // Of three passes the last one is not made meanwhile: they follow one another.
    if (!(proofs instanceof Promise) || !this.context.request.useBufferReuse) await this.#endProved();
  }

  #proofsOf(group: readonly Begun[], isLast: boolean): Proofs {
    const files = group.flatMap(({ result }) => ('copy' in result ? [result.copy.unproved] : []));
    const proofs = files.length === 0 ? [] : this.context.prover.prove(files, isLast);
    // Whoever waits for them is told; until then a failure must not count as one that nobody cares for.
    if (proofs instanceof Promise) proofs.catch(() => {});
    return proofs;
  }

  async #endProved(): Promise<void> {
    if (this.#inProof === undefined) return;
    const { group } = this.#inProof;
    // From here on whatever is thrown concerns an item of this group, and nothing after it gets an entry.
    this.#isStopped = true;
    const proofs = [...(await this.#inProof.proofs)];
    for (let begun = group[0]; begun !== undefined; begun = group[0]) {
      const proof = 'copy' in begun.result ? proofs.shift() : undefined;
      const { result, stop } = await this.#conclude(begun, proof);
      group.shift();
      this.#tell(begun, result, stop);
      if (stop !== undefined) throw stop;
    }
    this.#inProof = undefined;
    this.#isStopped = false;
  }

  async #conclude(
    begun: Begun,
    proof: Proof | undefined,
  ): Promise<{ result: Omit<LedgerEntry, 'id'>; stop: FailureError | undefined }> {
    const { item, result, stop, counter } = begun;
    if (!('copy' in result)) return { result, stop };
    if (proof === undefined) throw new Error(`no proof of ${item.path}`);
    if ('read' in proof) counter.bytes += proof.read?.bytes ?? 0;
    return this.#tried(item, () => result.end(proof));
  }

  #tell({ item, counter, annotate }: Begun, result: Omit<LedgerEntry, 'id'>, stop?: FailureError): void {
    const entry = inWriting(annotate({ id: item.id, ...result }));
    this.ended({ ...entry, planned: sizeOf(item), passed: counter.bytes, ...(stop && { stop: stop.failure }) });
  }
}

/** Whether a thread with descriptors left can do what this one could not. */
function lacksDescriptors(cause: unknown): cause is FailureError {
  return cause instanceof FailureError && cause.failure.code === 'tooManyOpenFiles';
}

/** Descriptors that an item holds until it is proved; what holds none takes the room of one. */
function descriptorsOf({ result }: Begun): number {
  return 'copy' in result && result.copy.unproved.written !== undefined ? 2 : 1;
}

function sizeOf(item: PlanItem): number {
  return item.type === 'file' ? item.state.size : 0;
}
