import * as z from 'zod/mini';
import { FailureSchema } from '../failure/failure';
import { MethodSchema } from '../job/job';
import { PhaseSchema } from '../job/phase';
import { DigestImplementationsSchema } from '../proof/digest';
import { GradeSchema } from '../proof/grade';
import { SourceStatementSchema } from '../proof/sourceStatement';
import type { PathText } from '../text/pathText';
import { VolumeSchema } from './volume';

export const JobStatusSchema = z.enum(['complete', 'incomplete', 'failed', 'cancelled', 'interrupted']);
/**
 * How an attempt ended. `complete`: no item failed. `incomplete`: ran to its end, at least one item failed.
 * `failed`: did not run to its end. `cancelled`: ended because a person said so. `interrupted`: nobody could say.
 */
export type JobStatus = z.infer<typeof JobStatusSchema>;

/** More failures than this are counted but not kept in the summary; each is in the outcomes. */
export const FAILURES_IN_SUMMARY = 1000;

/** Counts of files, by size class, that were copied. */
const ClassCountsSchema = z.object({ small: z.int(), medium: z.int(), large: z.int() });

const SpeedSampleSchema = z.object({ atMs: z.number(), bytesPerSecond: z.number() });
/** One point of the throughput chart. */
export type SpeedSample = z.infer<typeof SpeedSampleSchema>;

/** Items by outcome, and as planned. */
const ItemCountsSchema = z.object({
  planned: z.int(),
  copied: z.int(),
  recorded: z.int(),
  skipped: z.int(),
  failed: z.int(),
});

const DestinationSummarySchema = z.object({
  path: z.string(),
  status: JobStatusSchema,
  grade: z.nullable(GradeSchema),
  gradeReason: z.nullable(z.string()),
  items: ItemCountsSchema,
  failureCount: z.int(),
  /** The first of them. */
  failure: z.optional(FailureSchema),
  recordsDir: z.nullable(z.string()),
  archive: z.optional(z.string()),
  stagingDir: z.nullable(z.string()),
});
/** How a job ended at one of several destinations. Paths are absolute PathTexts. */
export type DestinationSummary = z.infer<typeof DestinationSummarySchema>;

/** What remains of a job when it has ended: its size does not depend on the number of files. */
export const JobSummarySchema = z.object({
  jobId: z.string(),
  label: z.string(),
  attempt: z.int(),
  status: JobStatusSchema,
  gradeRequested: GradeSchema,
  /** The lowest grade of the files; null where no file has one. */
  grade: z.nullable(GradeSchema),
  /** Why the grade is below the one asked for; null where it is not. */
  gradeReason: z.nullable(z.string()),
  /** Number of files by grade. */
  gradeCounts: z.partialRecord(GradeSchema, z.int()),
  /** Items by outcome, and as planned. */
  items: ItemCountsSchema,
  /** Files copied, by all attempts of the job, and their bytes. */
  files: z.int(),
  /** Of these, what earlier attempts of the job had copied; absent in a first attempt. */
  filesFromEarlier: z.optional(z.int()),
  bytesFromEarlier: z.optional(z.int()),
  filesPlanned: z.int(),
  bytes: z.int(),
  bytesPlanned: z.int(),
  sizeClasses: ClassCountsSchema,
  /** The first failures, at most {@link FAILURES_IN_SUMMARY}; `failureCount` counts all. */
  failures: z.array(FailureSchema),
  failureCount: z.int(),
  /** Things worth knowing that are no failures, as sentences. */
  notices: z.array(z.string()),
  startedAt: z.string(),
  endedAt: z.string(),
  /** From request to summary, by the monotonic clock. */
  durationMs: z.number(),
  bytesPerSecond: z.number(),
  speedSamples: z.array(SpeedSampleSchema),
  /** When each phase was entered, in milliseconds since the start; absent where the engine could not say. */
  phases: z.optional(z.array(z.object({ phase: PhaseSchema, atMs: z.number() }))),
  /** Absent where the sources were not looked at again. */
  sourceStatement: z.optional(SourceStatementSchema),
  sourceReads: z.int(),
  destinationReads: z.int(),
  readsSaved: z.int(),
  /** Highest resident memory of the process that was seen during the job, in bytes. */
  peakMemoryBytes: z.int(),
  method: MethodSchema,
  bufferSizeKB: z.int(),
  digestImplementations: DigestImplementationsSchema,
  sources: z.array(z.string()),
  /** Absolute path (PathText); of several destinations the first. */
  destination: z.string(),
  /** How the job ended at each of several destinations; absent where there is only one. All else is then true of the whole. */
  destinations: z.optional(z.array(DestinationSummarySchema)),
  /** The file systems of the sources, each once, and that of the destination; null where the system does not say. */
  sourceVolumes: z.array(VolumeSchema),
  destinationVolume: z.nullable(VolumeSchema),
  /** Absolute path (PathText) of the records of this attempt; null where none were written. */
  recordsDir: z.nullable(z.string()),
  /** Absolute path (PathText) of the ZIP; absent where none was made. */
  archive: z.optional(z.string()),
  /** Absolute path (PathText) of the staging folder where it was kept; null where there is none. */
  stagingDir: z.nullable(z.string()),
});
export type JobSummary = z.infer<typeof JobSummarySchema>;

/**
 * What a further attempt at an ended job does: it goes on with what lies staged, or tries again what failed. Null after a
 * complete one.
 */
export function furtherAttempt({ status, stagingDir }: JobSummary): 'resume' | 'retry' | null {
  if (status === 'complete') return null;
  return status === 'interrupted' || stagingDir !== null ? 'resume' : 'retry';
}

/**
 * The folder of the records that tell how a job ended; null where there are none. Of several destinations those of one that
 * ended like the whole: the report of a complete copy would be taken for that of a job that failed elsewhere.
 */
export function recordsOfEnd({ status, recordsDir, destinations }: JobSummary): PathText | null {
  if (destinations === undefined) return recordsDir;
  return destinations.find((end) => end.status === status && end.recordsDir !== null)?.recordsDir ?? null;
}
