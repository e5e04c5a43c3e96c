import * as z from 'zod/mini';
import { ExtentSchema, Sha256Schema } from '../lines/extent';
import { FailureSchema } from '../model/failure/failure';
import { ByteRangeSchema } from '../model/item/outcome';
import { FileStateSchema, PlanTotalsSchema } from '../model/item/plan';
import { AttemptSchema } from '../model/job/job';
import { DigestsSchema } from '../model/proof/digest';
import { GradeSchema } from '../model/proof/grade';
import { JobSummarySchema } from '../model/result/summary';

/** How much of a ledger was durable at one moment. */
export const LedgerExtentSchema = z.extend(ExtentSchema, { entries: z.int().check(z.nonnegative()) });
export type LedgerExtent = z.infer<typeof LedgerExtentSchema>;

/** One file of the records, as it was written. */
export const RecordFileSchema = z.object({ name: z.string(), size: z.int(), sha256: Sha256Schema });
export type RecordFile = z.infer<typeof RecordFileSchema>;

/** Staged names and the names they got, as pairs (PathText). */
const NamesSchema = z.array(z.tuple([z.string(), z.string()]));

/** Everything a job notes about itself, in the order in which it happens. */
export const CustodyEventSchema = z.discriminatedUnion('event', [
  /** Always the first entry: it repeats the whole request. */
  z.object({ event: z.literal('jobStarted'), tool: z.string(), attempt: AttemptSchema }),
  /** A further attempt of the same job. */
  z.object({
    event: z.literal('attemptStarted'),
    tool: z.string(),
    attempt: z.int(),
    destinations: z.array(z.string()),
    /** From the entry before to this one nothing is on record. How long of that nothing ran is known where the attempt before noted its end. */
    gap: z.object({ since: z.iso.datetime(), length: z.enum(['known', 'unknown']) }),
    /** Bytes of a last line that was torn and has been cut off. */
    tornBytes: z.int(),
  }),
  /** The plan of the attempt is durable; it is not changed any more. */
  z.object({
    event: z.literal('planFrozen'),
    totals: PlanTotalsSchema,
    plan: ExtentSchema,
    /** What earlier attempts proved, item for item. */
    earlier: z.optional(ExtentSchema),
    /** Names at the destination of the selected sources that do not have their own there. */
    names: NamesSchema,
  }),
  /** A flawed copy of a file that failed, kept because the job says so. Its line in the ledger follows. */
  z.object({
    event: z.literal('kept'),
    path: z.string(),
    size: z.int(),
    /** Of the bytes that were written, zeros included. */
    digests: DigestsSchema,
    grade: z.nullable(GradeSchema),
    unreadable: z.array(ByteRangeSchema),
    changed: z.optional(z.object({ before: FileStateSchema, after: FileStateSchema })),
  }),
  /** A group of items is durable: their data, then their lines in the ledger, then this entry. */
  z.object({ event: z.literal('settled'), ledger: LedgerExtentSchema }),
  /** Every item of the plan has its entry in the ledger. */
  z.object({ event: z.literal('copied') }),
  z.object({ event: z.literal('validated'), findings: z.int() }),
  /** From here on final names appear. */
  z.object({ event: z.literal('publishing') }),
  /** The bag of the job is about to get its name, or another one. */
  z.object({ event: z.literal('bagNaming'), name: z.string() }),
  /** What could be published has its name, durably. */
  z.object({ event: z.literal('published'), renamed: NamesSchema, blocked: z.int() }),
  /** The attempt ended before it had published everything. */
  z.object({ event: z.literal('stopped'), failure: FailureSchema }),
  /** Nothing of the attempt is to be kept: its staging folder is being removed. */
  z.object({ event: z.literal('discarded') }),
  /** The records are durable, under a name that does not count yet. */
  z.object({ event: z.literal('recordsWritten'), folder: z.string(), records: z.array(RecordFileSchema) }),
  /** The ZIP is about to get its name: the only thing that may follow the end of the attempt, in staging only. */
  z.object({ event: z.literal('archiving'), name: z.string() }),
  /** Always the last entry of an attempt that ran to its end. */
  z.object({ event: z.literal('jobFinished'), summary: JobSummarySchema }),
]);
/** One thing that a job notes about itself. */
export type CustodyEvent = z.infer<typeof CustodyEventSchema>;
