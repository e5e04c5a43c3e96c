import * as z from 'zod/mini';
import type { Folder } from '../fs/fileSystem';
import type { CustodyLog } from '../journal/custodyLog';
import { LineWriter } from '../lines/lineWriter';
import { readLines } from '../lines/readLines';
import { FailureSchema } from '../model/failure/failure';
import {
  FileFactsSchema,
  HISTORY_FIELDS,
  KeptSchema,
  OUTCOME_KINDS,
  ReceiptEntrySchema,
  ReplacedSchema,
} from '../model/item/outcome';
import { IdentitySchema, type PlanItem } from '../model/item/plan';
import { parserOf } from '../model/parser';
import { readPlan } from '../plan/planFile';

/** Name of the ledger in the folder of its attempt; it is there from the first copied byte on. */
export const LEDGER_NAME = 'ledger.jsonl';

/** What became of one planned item in the staging folder. Final only when the job has published. */
export const LedgerEntrySchema = z.object({
  /** The item's number in the plan; entries stand in the order of the plan. */
  id: z.int(),
  outcome: z.enum(OUTCOME_KINDS),
  reason: z.optional(z.string()),
  /** Payload path under which it is staged and will be published. */
  stagedAs: z.string(),
  /**
   * Path relative to the destination under which it stands already, published by an earlier attempt. A folder has an empty
   * counterpart in staging then, for what is still to be published into it.
   */
  standsAs: z.optional(z.string()),
  /** Of a folder or link that was made: what tells it from another one of its name. */
  identity: z.optional(IdentitySchema),
  file: z.optional(FileFactsSchema),
  replaced: z.optional(ReplacedSchema),
  receipt: z.optional(z.array(ReceiptEntrySchema)),
  failure: z.optional(FailureSchema),
  /** Of a file that failed: the flawed copy that was kept, and the payload path under which it is staged. */
  kept: z.optional(z.extend(KeptSchema, { stagedAs: z.string() })),
  ...HISTORY_FIELDS,
});
export type LedgerEntry = z.infer<typeof LedgerEntrySchema>;
/** Throws where it is not an entry of a ledger. */
export const parseLedgerEntry = parserOf(LedgerEntrySchema);

/** An entry as it is written, with what counts of it. Plain data: it may come from another thread. */
export const WrittenEntrySchema = z.object({
  id: z.int(),
  outcome: z.enum(OUTCOME_KINDS),
  /** Bytes of its copy. */
  size: z.int(),
  kept: LedgerEntrySchema.shape.kept,
  /** Its line in the ledger. */
  line: z.string(),
});
export type WrittenEntry = z.infer<typeof WrittenEntrySchema>;

/** Puts an entry into writing. */
export function inWriting(entry: LedgerEntry): WrittenEntry {
  const { id, outcome, file, kept } = entry;
  return { id, outcome, size: file?.size ?? 0, ...(kept && { kept }), line: `${JSON.stringify(entry)}\n` };
}

/** A group is settled when it has as many items, as many bytes, or is as old in milliseconds. */
const GROUP = { items: 512, bytes: 64 * 1024 * 1024, ms: 5_000 } as const;

/**
 * Writes the completeness ledger of a job: exactly one entry for each planned item, in the order of the plan.
 *
 * Entries count in groups: the data of all its items durable ▸ their lines in the ledger durable ▸ one entry of the
 * custody log durable that tells how far the ledger goes. Whoever resumes the job trusts the ledger that far.
 */
export class LedgerWriter {
  readonly #lines: LineWriter;
  #entries = 0;
  #group = { items: 0, bytes: 0, since: 0 };

  constructor(
    folder: Folder,
    private readonly custody: CustodyLog,
  ) {
    this.#lines = new LineWriter(folder.createFile(LEDGER_NAME));
  }

  /** Adds an entry whose data is durable, and settles the group where it is large enough. */
  add({ line, size, kept }: WrittenEntry): void {
    this.#lines.write(line);
    this.#entries++;
    if (kept !== undefined) this.#noteKept(kept);
    if (this.#group.items === 0) this.#group.since = performance.now();
    this.#group.items++;
    this.#group.bytes += size;
    const { items, bytes, since } = this.#group;
    if (items >= GROUP.items || bytes >= GROUP.bytes || performance.now() - since >= GROUP.ms) this.settle();
  }

  /** Makes everything that was added count. */
  settle(): void {
    if (this.#group.items === 0) return;
    this.#lines.sync();
    this.custody.append({ event: 'settled', ledger: { entries: this.#entries, ...this.#lines.extent } });
    this.custody.sync();
    this.#group = { items: 0, bytes: 0, since: 0 };
  }

  close(): void {
    this.#lines.close();
  }

  #noteKept({ stagedAs, unreadable, changed, file }: NonNullable<LedgerEntry['kept']>): void {
    const { size, sourceDigests: digests, grade } = file;
    this.custody.append({
      event: 'kept',
      path: stagedAs,
      size,
      digests,
      grade,
      unreadable,
      ...(changed && { changed }),
    });
  }
}

/** Whether an entry tells of something that has a place in the staging folder. */
export function isStaged({ outcome, reason }: LedgerEntry): boolean {
  return outcome === 'copied' || reason === 'merged';
}

/** The entry of what lies in the staging folder: of a file that failed it tells of the flawed copy that was kept. */
export function stagedCopy(entry: LedgerEntry): LedgerEntry | undefined {
  const { kept } = entry;
  if (kept !== undefined) return { ...entry, stagedAs: kept.stagedAs, file: kept.file };
  return isStaged(entry) ? entry : undefined;
}

/** A planned item with its ledger entry; undefined where the job stopped before it. */
export type LedgerLine = readonly [PlanItem, LedgerEntry | undefined];

/**
 * Plan and ledger of an attempt side by side, as a stream. Throws where they do not belong together.
 *
 * @param isWanted Asked for each item when its turn comes; the entries of others are neither parsed nor given.
 */
export function* readLedger(
  folder: Folder,
  isWanted: (item: PlanItem) => boolean = () => true,
): IterableIterator<LedgerLine> {
  const file = folder.openFile(LEDGER_NAME);
  try {
    const lines = readLines(file);
    for (const item of readPlan(folder)) {
      const line = lines.next();
      if (!isWanted(item)) continue;
      const entry = line.done === true ? undefined : parseLedgerEntry(JSON.parse(line.value));
      if (entry !== undefined && entry.id !== item.id) throw new Error(`ledger entry ${entry.id} for item ${item.id}`);
      yield [item, entry];
    }
  } finally {
    file.close();
  }
}
