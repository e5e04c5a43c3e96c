import type { Folder, OpenFile } from '../fs/fileSystem';
import type { Extent } from '../lines/extent';
import { LineWriter } from '../lines/lineWriter';
import { readLines } from '../lines/readLines';
import { emptyTotals, type PlanItem, type PlanTotals, parsePlanItem } from '../model/item/plan';
import type { FoundItem } from './walk';

/** Name of the plan in the folder of its attempt. */
export const PLAN_NAME = 'plan.jsonl';

/** Writes the plan of a job, one item a line, and adds up what it holds. */
export class PlanWriter {
  readonly totals: PlanTotals = emptyTotals();
  readonly #lines: LineWriter;

  constructor(folder: Folder) {
    this.#lines = new LineWriter(folder.createFile(PLAN_NAME));
  }

  /** Gives the item its number and writes it. */
  add(found: FoundItem): void {
    const item: PlanItem = { id: this.totals.items, ...found };
    this.#lines.writeJson(item);
    countItem(this.totals, item);
  }

  /** From here on the plan is frozen and durable. Gives what was written. */
  freeze(): Extent {
    this.#lines.sync();
    this.#lines.close();
    return this.#lines.extent;
  }

  /** Gives up: closes the file, whatever it holds. */
  abandon(): void {
    this.#lines.close();
  }
}

/** The items of a frozen plan in their order, as a stream. Throws where a line is not what was written. */
export function* readPlan(folder: Folder): IterableIterator<PlanItem> {
  const file = openPlan(folder);
  try {
    yield* planItems(file);
  } finally {
    file.close();
  }
}

/** Opens the frozen plan of an attempt; it is the caller's to close. */
export function openPlan(folder: Folder): OpenFile {
  return folder.openFile(PLAN_NAME);
}

/** As {@link readPlan}, of a plan that stays the caller's. */
export function* planItems(file: OpenFile): IterableIterator<PlanItem> {
  for (const line of readLines(file)) yield parsePlanItem(JSON.parse(line));
}

/** Adds an item to totals. */
export function countItem(totals: PlanTotals, item: PlanItem): void {
  totals.items++;
  switch (item.type) {
    case 'file': {
      const { size } = item.state;
      totals.files++;
      totals.bytes += size;
      totals.allocatedBytes += Math.min(item.allocated, size);
      if (size > 0) totals.filesWithContent++;
      if (totals.largest === null || size > totals.largest.size) totals.largest = { size, path: item.path };
      break;
    }
    case 'folder':
      totals.folders++;
      break;
    case 'link':
      totals.links++;
      break;
    case 'special':
      totals.specials++;
      break;
    case 'unreadable':
      break;
    default:
      item satisfies never;
  }
}
