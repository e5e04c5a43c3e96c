import * as z from 'zod/mini';
import { FailureSchema } from '../failure/failure';
import { MethodSchema } from '../job/job';
import { DifferenceSchema } from '../proof/difference';
import { DigestsSchema } from '../proof/digest';
import { GradeSchema } from '../proof/grade';
import { FileStateSchema, MetadataSchema } from './plan';
import { SizeClassSchema } from './sizeClass';

/** Something that could not be kept as it was: what was wanted and what the copy has. */
export const ReceiptEntrySchema = z.object({
  field: z.enum(['mode', 'owner', 'atime', 'mtime']),
  wanted: z.string(),
  got: z.string(),
});
export type ReceiptEntry = z.infer<typeof ReceiptEntrySchema>;

const MismatchSchema = z.object({
  sourceDigests: DigestsSchema,
  destinationDigests: DigestsSchema,
  /** Absent where comparing both once more found no difference, or could not. */
  difference: z.optional(DifferenceSchema),
});
/** A reading back that did not give what was written. */
export type Mismatch = z.infer<typeof MismatchSchema>;

/** What was done with the content of one file. */
export const FileFactsSchema = z.object({
  /** Bytes of the source. */
  size: z.int(),
  /** Number of names the source's inode has: files with more than one and the same device and inode are hard links. */
  links: z.int(),
  sizeClass: SizeClassSchema,
  method: MethodSchema,
  /** Bytes of the buffer that was used. */
  bufferSize: z.int(),
  /** UTC, ISO 8601. */
  startedAt: z.string(),
  endedAt: z.string(),
  /** By the monotonic clock. */
  durationMs: z.number(),
  bytesCopied: z.int(),
  bytesPerSecond: z.number(),
  /** Whole-file passes over the source and over the destination. */
  sourceReads: z.int(),
  destinationReads: z.int(),
  /** 3 minus the passes made, never below 0; 0 for a file without content. */
  readsSaved: z.int(),
  sourceDigests: DigestsSchema,
  /** Absent where nothing was read back. */
  destinationDigests: z.optional(DigestsSchema),
  /** Null for a file without content. */
  grade: z.nullable(GradeSchema),
  /** Why the grade is below the one asked for. */
  gradeReason: z.optional(z.string()),
  /** A first copy that was not what had been written; the facts are those of the second one. */
  earlierMismatch: z.optional(MismatchSchema),
  /** State of the source when it was opened. */
  sourceState: FileStateSchema,
  /** State of the copy when its digest was proved. Absent where nothing was written. */
  provedState: z.optional(FileStateSchema),
});
export type FileFacts = z.infer<typeof FileFactsSchema>;

/** Bytes of a file: where they begin, and how many they are. */
export const ByteRangeSchema = z.object({ offset: z.int(), length: z.int() });
export type ByteRange = z.infer<typeof ByteRangeSchema>;

/** First and last byte of a range, counted from 0, as in `512-1023`. */
export function rangeText({ offset, length }: ByteRange): string {
  return `${offset}-${offset + length - 1}`;
}

/** What is wrong with a file that was kept although it could not be copied as it is. */
export const FlawSchema = z.object({
  /** What could not be read and is zeros in the copy: in order, none touches the next. Empty where all was read. */
  unreadable: z.array(ByteRangeSchema),
  /** The source when it was planned and after it was read; absent where it did not change. */
  changed: z.optional(z.object({ before: FileStateSchema, after: FileStateSchema })),
});
export type Flaw = z.infer<typeof FlawSchema>;

/** A flawed copy. Its facts, digests and grade are those of the bytes that were written, zeros included. */
export const KeptSchema = z.extend(FlawSchema, {
  file: FileFactsSchema,
  receipt: z.array(ReceiptEntrySchema),
});

/** What stood under the final name before the copy replaced it (`conflict: overwrite`). */
export const ReplacedSchema = z.object({ state: FileStateSchema, digests: DigestsSchema });
export type Replaced = z.infer<typeof ReplacedSchema>;

export const EarlierFailureSchema = z.object({ attempt: z.int(), failure: FailureSchema });
/** How an item failed in an earlier attempt of the same job. */
export type EarlierFailure = z.infer<typeof EarlierFailureSchema>;

/** What a further attempt adds to what is known of an item; nothing of it in a first attempt. */
export const HISTORY_FIELDS = {
  /** The attempt that brought the copy here; absent: the attempt at hand. */
  attempt: z.optional(z.int()),
  /** Earlier attempts in which the item failed; they stay on record whatever came of it later. */
  earlierFailures: z.optional(z.array(EarlierFailureSchema)),
  /** How the source differs now from what was copied by an earlier attempt; the copy stands for what it was then. */
  sourceSince: z.optional(z.string()),
};

/** What may become of an item: it arrived, is on record without a copy, needed no copy, or failed. */
export const OUTCOME_KINDS = ['copied', 'recorded', 'skipped', 'failed'] as const;

/** What became of one planned item. Each has exactly one. */
export const ItemOutcomeSchema = z.object({
  /** The item's position in the plan. */
  id: z.int(),
  type: z.enum(['file', 'folder', 'link', 'special', 'unreadable']),
  /** Relative to the payload, as planned. PathText. */
  path: z.string(),
  /** Planned bytes; 0 for what has no content. */
  size: z.int(),
  /** What a link points to, as it was planned. PathText. */
  target: z.optional(z.string()),
  outcome: z.enum(OUTCOME_KINDS),
  /** Why it was recorded or skipped: the kind of special, or `identical`. */
  reason: z.optional(z.string()),
  /** Absolute PathText of the source. */
  source: z.string(),
  /** Absolute PathText under which the copy stands; null where there is none. */
  destination: z.nullable(z.string()),
  /** Of several destinations of the job, the one that this is told of. PathText. */
  to: z.optional(z.string()),
  file: z.optional(FileFactsSchema),
  replaced: z.optional(ReplacedSchema),
  /** What the copy was to be given: mode, owner and times of the source. Absent for what is only recorded. */
  metadata: z.optional(MetadataSchema),
  /** Metadata that could not be kept. Absent: all was kept. */
  receipt: z.optional(z.array(ReceiptEntrySchema)),
  failure: z.optional(FailureSchema),
  /** What the job was told to keep of a file that failed; null as its destination: it has no final name. */
  kept: z.optional(z.extend(KeptSchema, { destination: z.nullable(z.string()) })),
  ...HISTORY_FIELDS,
});
export type ItemOutcome = z.infer<typeof ItemOutcomeSchema>;

/** What stands under a name of its own, whether it is a copy or only what was kept of a file that failed. */
export function contentOf({ destination, file, kept }: ItemOutcome): {
  destination: string | null;
  file: FileFacts | undefined;
} {
  return kept === undefined ? { destination, file } : kept;
}

/**
 * Reads saved against the three-pass method: 3 minus the passes made, never below 0.
 * A file without content needs no reads, so nothing is saved.
 */
export function readsSaved(size: number, sourceReads: number, destinationReads: number): number {
  return size === 0 ? 0 : Math.max(0, 3 - sourceReads - destinationReads);
}
