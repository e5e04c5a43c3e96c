import * as z from 'zod/mini';
import { type Grade, GradeSchema } from '../proof/grade';
import { FindingReasonSchema } from './findingReason';

/** More findings of one kind than this are counted in `counts`, but not listed, in JSON neither. */
export const FINDINGS_KEPT = 10_000;

/** What is to be audited. Paths are absolute PathText. */
export const AuditRequestSchema = z.strictObject({
  folder: z.string(),
  /** The manifest to hold it against; absent: the one that lies in the folder. */
  manifest: z.optional(z.string()),
  /** Where a record of the audit is written; absent: nothing is written. */
  recordsDir: z.optional(z.string()),
});
export type AuditRequest = z.infer<typeof AuditRequestSchema>;

const AuditFindingSchema = z.object({
  path: z.string(),
  /** What exactly, in plain English. */
  detail: z.string(),
  /** The same as data, so that it can be said in another language. */
  reason: z.optional(FindingReasonSchema),
  /** Where a moved file is now. PathText. */
  to: z.optional(z.string()),
});
/** Something that is not as the manifest says. `path` is relative to the audited folder. PathText. */
export type AuditFinding = z.infer<typeof AuditFindingSchema>;

/** The kinds of findings, worst first. */
export const FINDING_KINDS = ['changed', 'missing', 'moved', 'unlisted', 'errors'] as const;
/** One of {@link FINDING_KINDS}. */
export type FindingKind = (typeof FINDING_KINDS)[number];

const findings = z.array(AuditFindingSchema);

/** What an audit came to. */
export const AuditSummarySchema = z.object({
  folder: z.string(),
  /** `passed`: everything is accounted for exactly once, and nothing else is there. */
  status: z.enum(['passed', 'failed', 'cancelled']),
  /** What the folder was held against: `records of 2 jobs`, `BagIt 1.0 bag`, the name of a list. */
  against: z.string(),
  /** The manifest itself, absolute PathText; null where it was several records. */
  manifest: z.nullable(z.string()),
  /** Files whose digests are as listed. */
  matched: z.int(),
  /** Bytes that were read. */
  bytes: z.int(),
  changed: findings,
  missing: findings,
  moved: findings,
  unlisted: findings,
  errors: findings,
  /** How many there are of each kind, also beyond {@link FINDINGS_KEPT}. */
  counts: z.record(z.enum(FINDING_KINDS), z.int()),
  /** Things worth knowing that are no findings. */
  warnings: z.array(z.string()),
  algorithms: z.array(z.string()),
  /** How well the lowest of the files was read: `device` past the memory of the system. Null where none was read. */
  grade: z.nullable(GradeSchema),
  gradeReason: z.nullable(z.string()),
  gradeCounts: z.partialRecord(GradeSchema, z.int()),
  /** Of a bag: complete means that all is there and nothing else; valid, that all digests agree as well (RFC 8493 §3). */
  bag: z.nullable(z.object({ version: z.string(), isComplete: z.boolean(), isValid: z.boolean() })),
  startedAt: z.string(),
  durationMs: z.number(),
  recordsDir: z.nullable(z.string()),
});
export type AuditSummary = z.infer<typeof AuditSummarySchema>;

/** How the files of an audit were read, for people. Never says more than was done. */
export const READ_WORDING: Readonly<Partial<Record<Grade, string>>> = {
  device: 'read as the block device answered (its own cache not excluded)',
  readBack: 'read through the operating system (may have been served from memory)',
};
