import * as z from 'zod/mini';
import { ChainHeadSchema } from '../journal/chain';
import { FailureSchema } from '../model/failure/failure';
import { EarlierFailureSchema, FileFactsSchema, FlawSchema, ItemOutcomeSchema } from '../model/item/outcome';
import { JobRequestSchema } from '../model/job/job';
import { SourceStatementSchema } from '../model/proof/sourceStatement';
import { JobSummarySchema } from '../model/result/summary';
import { SurroundingsSchema } from './surroundings';

/** The exact bytes of the path beside it, where its name is not UTF-8: the path itself is then a printable form. */
const base64 = z.optional(z.string().check(z.regex(/^[A-Za-z0-9+/]+={0,2}$/)));

const PathSchema = z.object({ path: z.string(), pathBase64: base64 });

const ReportedFailureSchema = z.object({
  code: FailureSchema.shape.code,
  path: z.optional(z.string()),
  pathBase64: base64,
  /** What happened and what to do, in English. */
  message: z.string(),
  offset: FailureSchema.shape.offset,
  details: FailureSchema.shape.args,
  cause: FailureSchema.shape.cause,
});

const file = FileFactsSchema.shape;
const outcome = ItemOutcomeSchema.shape;

/** What was done with the content of a file. */
const FILE_FIELDS = {
  startedAt: file.startedAt,
  endedAt: file.endedAt,
  durationMs: file.durationMs,
  bufferSize: file.bufferSize,
  method: file.method,
  sizeClass: file.sizeClass,
  bytesCopied: file.bytesCopied,
  bytesPerSecond: file.bytesPerSecond,
  sourceReads: file.sourceReads,
  destinationReads: file.destinationReads,
  readsSaved: file.readsSaved,
  hardLinks: file.links,
  sourceState: file.sourceState,
};

/** A flawed copy of a file that failed, where the job was told to keep one. */
const ReportedKeptSchema = z.object({
  destination: outcome.destination,
  destinationBase64: base64,
  size: file.size,
  digests: file.sourceDigests,
  destinationDigests: file.destinationDigests,
  grade: file.grade,
  gradeReason: file.gradeReason,
  ...FlawSchema.shape,
  metadataNotKept: outcome.receipt,
  ...FILE_FIELDS,
});

const ReportedItemSchema = z.object({
  path: outcome.path,
  pathBase64: base64,
  kind: outcome.type,
  outcome: outcome.outcome,
  reason: outcome.reason,
  size: outcome.size,
  linkTarget: outcome.target,
  linkTargetBase64: base64,
  sourceDigests: file.sourceDigests,
  destinationDigests: file.destinationDigests,
  grade: file.grade,
  gradeReason: file.gradeReason,
  earlierMismatch: file.earlierMismatch,
  source: outcome.source,
  sourceBase64: base64,
  destination: outcome.destination,
  destinationBase64: base64,
  // Absent for what is no file, and for a file of which nothing was copied.
  ...z.partial(z.object(FILE_FIELDS)).shape,
  metadata: outcome.metadata,
  metadataNotKept: outcome.receipt,
  replaced: outcome.replaced,
  failure: z.optional(ReportedFailureSchema),
  kept: z.optional(ReportedKeptSchema),
  attempt: outcome.attempt,
  sourceSince: outcome.sourceSince,
  earlierFailures: z.optional(z.array(z.extend(EarlierFailureSchema, { failure: ReportedFailureSchema }))),
});

const ReportedSummarySchema = z.extend(z.omit(JobSummarySchema, { destinations: true }), {
  sources: z.array(PathSchema),
  destinationBase64: base64,
  recordsDirBase64: base64,
  archiveBase64: base64,
  stagingDirBase64: base64,
  failures: z.array(ReportedFailureSchema),
  sourceStatement: z.optional(
    z.extend(SourceStatementSchema, { differences: z.array(z.extend(PathSchema, { what: z.string() })) }),
  ),
});

const ReportedRequestSchema = z.extend(JobRequestSchema, {
  sources: z.array(PathSchema),
  destinations: z.array(PathSchema),
  records: z.object({ write: z.boolean(), folder: z.optional(z.string()), folderBase64: base64 }),
});

const ReportSchema = z.extend(SurroundingsSchema, {
  format: z.literal('evidence-copy report'),
  formatVersion: z.literal(1),
  job: z.object({ jobId: z.uuid(), attempt: z.int(), request: ReportedRequestSchema }),
  /** Every planned item, with the one outcome that it has. */
  items: z.array(ReportedItemSchema),
  summary: ReportedSummarySchema,
  /** How far the custody log went when the report was written, and the entries that have to follow. */
  custodyLog: z.extend(ChainHeadSchema, { endsWith: z.array(z.string()) }),
});

/**
 * The schema of `report.json` for other programs (JSON Schema 2020-12), of the same parts that the engine checks its own
 * data with. It is published as `docs/report.schema.json`; nothing imports this file at run time.
 */
export function reportJsonSchema(): Record<string, unknown> {
  return { title: 'Evidence Copy report', ...z.toJSONSchema(ReportSchema) };
}
