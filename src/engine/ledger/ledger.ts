import * as z from 'zod/mini';
import type { Folder } from '../fs/fileSystem';
import { LineWriter } from '../lines/lineWriter';
import { readLines } from '../lines/readLines';
import { FailureSchema } from '../model/failure';
import { FileFactsSchema, OUTCOME_KINDS, ReceiptEntrySchema, ReplacedSchema } from '../model/outcome';
import type { PlanItem } from '../model/plan';
import { readPlan } from '../plan/planFile';

/** Name of the ledger in its staging folder; it is there from the first copied byte on. */
export const LEDGER_NAME = 'ledger.jsonl';

/** What became of one planned item in the staging folder. Final only when the job has published. */
export const LedgerEntrySchema = z.object({
  /** The item's number in the plan; entries stand in the order of the plan. */
  id: z.int(),
  outcome: z.enum(OUTCOME_KINDS),
  reason: z.optional(z.string()),
  /** Payload path under which it is staged and will be published. */
  stagedAs: z.string(),
  file: z.optional(FileFactsSchema),
  replaced: z.optional(ReplacedSchema),
  receipt: z.optional(z.array(ReceiptEntrySchema)),
  failure: z.optional(FailureSchema),
});
export type LedgerEntry = z.infer<typeof LedgerEntrySchema>;

/** Writes the completeness ledger of a job: exactly one entry for each planned item, in the order of the plan. */
export class LedgerWriter {
  readonly #lines: LineWriter;

  constructor(staging: Folder) {
    this.#lines = new LineWriter(staging.createFile(LEDGER_NAME));
  }

  add(entry: LedgerEntry): void {
    this.#lines.writeJson(entry);
  }

  /** Hands all entries to the operating system, so that they can be read. */
  flush(): void {
    this.#lines.flush();
  }

  close(): void {
    this.#lines.close();
  }
}

/** A planned item with its ledger entry; undefined where the job stopped before it. */
export type LedgerLine = readonly [PlanItem, LedgerEntry | undefined];

/** Plan and ledger side by side, as a stream. Throws where they do not belong together. */
export function* readLedger(staging: Folder): IterableIterator<LedgerLine> {
  const file = staging.openFile(LEDGER_NAME);
  try {
    const lines = readLines(file);
    for (const item of readPlan(staging)) {
      const line = lines.next();
      const entry = line.done === true ? undefined : LedgerEntrySchema.parse(JSON.parse(line.value));
      if (entry !== undefined && entry.id !== item.id) throw new Error(`ledger entry ${entry.id} for item ${item.id}`);
      yield [item, entry];
    }
  } finally {
    file.close();
  }
}
