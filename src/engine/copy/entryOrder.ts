import { onDestination } from '../fs/failures';
import type { LedgerWriter } from '../ledger/ledger';
import { FailureError } from '../model/failure/failure';
import type { EndedItem } from './endedItem';

/**
 * Enters items into the ledger in the order of the plan, in whatever order they end: one that is early waits for all before
 * it. After one with which the job stops there are no more entries.
 */
export class EntryOrder {
  readonly #early = new Map<number, EndedItem>();
  #next = 0;
  #isOver = false;
  #stop: FailureError | undefined;

  /** @param entered Called with each item when it has its entry. */
  constructor(
    private readonly ledger: LedgerWriter,
    private readonly entered: (item: EndedItem) => void,
  ) {}

  /** How many items wait for another one. */
  get early(): number {
    return this.#early.size;
  }

  /**
   * Why a job ends that `cause` has stopped. Of several items that stop it, which threads have come to side by side, that is the
   * first one in the plan, as if there were one thread.
   */
  reasonOf(cause: unknown): unknown {
    const isOfItem = cause instanceof FailureError && cause.failure.path !== undefined;
    return isOfItem ? (this.#stop ?? cause) : cause;
  }

  /** Enters an item, and those after it that have waited for it. Throws a failure of the destination. */
  enter(item: EndedItem): void {
    this.#early.set(item.id, item);
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) {
      // A ledger that failed once takes nothing more.
      this.#isOver = true;
      const entry = next;
      onDestination(() => this.ledger.add(entry));
      this.#stop = entry.stop && new FailureError(entry.stop, 'job');
      this.#isOver = this.#stop !== undefined;
      this.entered(entry);
    }
  }

  #takeNext(): EndedItem | undefined {
    const item = this.#isOver ? undefined : this.#early.get(this.#next);
    if (item === undefined) return undefined;
    this.#early.delete(this.#next++);
    return item;
  }
}
