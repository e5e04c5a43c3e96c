import { setImmediate } from 'node:timers/promises';
import { onDestination } from '../fs/failures';
import type { LedgerWriter } from '../ledger/ledger';
import type { PlanItem } from '../model/item/plan';
import { CopyRun, type CopyRunContext } from './copyRun';
import type { EndedItem } from './endedItem';
import { EntryOrder } from './entryOrder';
import { type SpanCopier, Spans } from './spans';

/** After so many items this thread listens to others. */
const LISTEN_EVERY = 32;

/** So many items wait for one before them at most: so many are lost when the process is killed, and held in memory. */
const MOST_EARLY = 4096;

/** What copying all items of a plan needs. */
export interface CopyItemsContext extends CopyRunContext {
  /** Copies small files on other threads; undefined where this one copies all. */
  readonly spanCopier: SpanCopier | undefined;
  /** How many items are planned. */
  readonly items: number;
  /** Called with each item before it is begun. */
  begin(item: PlanItem): void;
  /** Called with each item when it has its entry, in the order of the plan. */
  ended(item: EndedItem): void;
}

/**
 * Brings every planned item into the staging folder and writes one ledger entry for each, in the order of the plan. Items are
 * proved in groups: while one group is made durable and read back, the next one is copied. Where there are threads for it, they
 * copy small files beside this one, which copies all that they have no time for.
 * Throws the failure that stops the job; the items from there on have no entry.
 */
export async function copyItems(
  plan: Iterable<PlanItem>,
  ledger: LedgerWriter,
  context: CopyItemsContext,
): Promise<void> {
  const order = new EntryOrder(ledger, context.ended);
  const enter = (item: EndedItem) => order.enter(item);
  const spans = context.spanCopier && new Spans(context.spanCopier, context.items, enter, context);
  const run = new CopyRun(enter, context, async () => (await spans?.settle()) ?? false);
  try {
    for (const item of plan) {
      context.checkpoint();
      context.begin(item);
      if (spans?.takes(item) && !run.isBlocked(item.path)) spans.add(item);
      else await run.add(item);
      // A thread that copies hears nothing of others.
      if (spans !== undefined && item.id % LISTEN_EVERY === 0) await setImmediate();
      spans?.throwIfFailed();
      if (spans?.isDue(item)) spans.handOut();
      if (spans?.hasReturned || order.early >= MOST_EARLY) {
        await run.settle();
        await spans?.settle();
      }
    }
    spans?.handOut();
    await run.finish();
    await spans?.settle();
  } catch (error) {
    await spans?.stop(error);
    await run.stop(error);
    throw order.reasonOf(error);
  } finally {
    onDestination(() => ledger.settle());
  }
}
