import * as z from 'zod/mini';
import type { Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import { LedgerEntrySchema } from '../ledger/ledger';
import type { Extent } from '../lines/extent';
import { LineWriter } from '../lines/lineWriter';
import { readLines } from '../lines/readLines';
import { EarlierFailureSchema } from '../model/item/outcome';

/** Name of the file beside the plan of a further attempt. */
export const EARLIER_NAME = 'earlier.jsonl';

const EarlierSchema = z.object({
  /** The item's number in the plan. */
  id: z.int(),
  /** The entry of the attempt that brought it here. */
  proved: z.optional(LedgerEntrySchema),
  /** How it failed before. */
  failures: z.optional(z.array(EarlierFailureSchema)),
});
/** What attempts before the one at hand did about one planned item. */
export type Earlier = z.infer<typeof EarlierSchema>;

/** Writes what earlier attempts did, in the order of the plan; items they did nothing about have no line. */
export class EarlierWriter {
  readonly #lines: LineWriter;

  constructor(folder: Folder) {
    this.#lines = new LineWriter(folder.createFile(EARLIER_NAME));
  }

  add(earlier: Earlier): void {
    if (earlier.proved !== undefined || earlier.failures !== undefined) this.#lines.writeJson(earlier);
  }

  /** Makes it durable, and gives what was written. */
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

/** Reads what earlier attempts did, asked for in the order of the plan. */
export class EarlierReader {
  readonly #lines: Iterator<Earlier>;
  #next: Earlier | undefined;

  /** @param folder Of the attempt; without the file in it there were no earlier attempts. Stays the caller's. */
  constructor(folder: Folder) {
    this.#lines = readEarlier(folder);
    this.#advance();
  }

  /** What was done about the item with this number; higher than any asked for before. */
  of(id: number): Earlier | undefined {
    while (this.#next !== undefined && this.#next.id < id) this.#advance();
    return this.#next?.id === id ? this.#next : undefined;
  }

  close(): void {
    this.#lines.return?.();
  }

  #advance(): void {
    const next = this.#lines.next();
    this.#next = next.done === true ? undefined : next.value;
  }
}

function* readEarlier(folder: Folder): IterableIterator<Earlier> {
  let file: ReturnType<Folder['openFile']>;
  try {
    file = folder.openFile(EARLIER_NAME);
  } catch (error) {
    if (error instanceof SystemError && error.code === 'ENOENT') return;
    throw error;
  }
  try {
    for (const line of readLines(file)) yield EarlierSchema.parse(JSON.parse(line));
  } finally {
    file.close();
  }
}
