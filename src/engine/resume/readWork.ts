import { createHash } from 'node:crypto';
import type { Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import { SystemError } from '../fs/systemError';
import type { LedgerExtent } from '../journal/custodyEvent';
import type { PlannedWork } from '../journal/history';
import { LEDGER_NAME, type LedgerEntry, parseLedgerEntry } from '../ledger/ledger';
import type { Extent } from '../lines/extent';
import { readLines } from '../lines/readLines';
import { FailureError } from '../model/failure/failure';
import type { EarlierFailure } from '../model/item/outcome';
import type { PlanItem } from '../model/item/plan';
import { PLAN_NAME, readPlan } from '../plan/planFile';
import { EARLIER_NAME, type Earlier, EarlierReader } from './earlierFile';

const BLOCK = 256 * 1024;

/** Everything that the attempts so far did about one item of the plan that was frozen last. */
export interface ItemWork {
  readonly item: PlanItem;
  /** The entry that brought it here; undefined where it has not arrived. */
  readonly proved: LedgerEntry | undefined;
  /** How it failed, attempt by attempt. */
  readonly failures: readonly EarlierFailure[];
  /** It failed in the attempt that was last to come to it, so what is planned of it may not be true any more. */
  readonly hasFailed: boolean;
}

/**
 * What the attempts so far did, item by item in the order of the plan. The ledger is believed exactly as far as the custody
 * log says that it counts; a line after that was written by somebody who did not live to say so.
 *
 * @param folder Of the attempt that froze the plan. Stays the caller's.
 * Throws {@link FailureError} `logDamaged`, at once, where a file is not what the custody log says was written: before that
 * nothing in it may be read.
 */
export function readWork(folder: Folder, planned: PlannedWork): IterableIterator<ItemWork> {
  const { totals, plan, earlier, ledger } = planned;
  checkExtent(folder, PLAN_NAME, plan);
  // A ledger that has come to its end says all that there is to say.
  if (earlier !== undefined && ledger?.entries !== totals.items) checkExtent(folder, EARLIER_NAME, earlier);
  if (ledger !== undefined) checkExtent(folder, LEDGER_NAME, ledger);
  return readChecked(folder, planned);
}

function* readChecked(folder: Folder, { attempt, ledger }: PlannedWork): IterableIterator<ItemWork> {
  const before = new EarlierReader(folder);
  const entries = readSettled(folder, ledger);
  try {
    for (const item of readPlan(folder)) {
      const next = entries.next();
      yield unite(item, next.done === true ? undefined : next.value, before.of(item.id), attempt);
    }
  } finally {
    entries.return?.();
    before.close();
  }
}

function unite(item: PlanItem, entry: LedgerEntry | undefined, before: Earlier | undefined, attempt: number): ItemWork {
  if (entry === undefined) {
    return { item, proved: before?.proved, failures: before?.failures ?? [], hasFailed: false };
  }
  const failures = entry.earlierFailures ?? [];
  if (entry.failure === undefined) {
    return { item, proved: { attempt, ...entry }, failures, hasFailed: false };
  }
  return { item, proved: undefined, failures: [...failures, { attempt, failure: entry.failure }], hasFailed: true };
}

function* readSettled(folder: Folder, ledger: LedgerExtent | undefined): IterableIterator<LedgerEntry> {
  if (ledger === undefined) return;
  const file = folder.openFile(LEDGER_NAME);
  try {
    let left = ledger.entries;
    for (const line of readLines(file)) {
      if (left-- === 0) return;
      yield parseLedgerEntry(JSON.parse(line));
    }
  } finally {
    file.close();
  }
}

/** The first bytes of a file must be those that the custody log knows. */
function checkExtent(folder: Folder, name: string, { bytes, sha256 }: Extent): void {
  const hash = createHash('sha256');
  let position = 0;
  try {
    const file = folder.openFile(name);
    try {
      const block = Buffer.alloc(BLOCK);
      while (position < bytes) {
        const count = file.read(block, Math.min(BLOCK, bytes - position), position);
        if (count === 0) break;
        hash.update(block.subarray(0, count));
        position += count;
      }
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof SystemError && error.code === 'ENOENT')) throw error;
  }
  if (position === bytes && hash.digest('hex') === sha256) return;
  const args = { what: `${name} is not what the log says was written` };
  throw new FailureError({ code: 'logDamaged', path: below(folder.path, name), args }, 'job');
}
