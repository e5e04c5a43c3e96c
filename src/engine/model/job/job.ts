import * as z from 'zod/mini';
import { CaseDataSchema } from '../case/caseData';
import { HashAlgorithmsSchema } from '../proof/digest';
import { GradeSchema } from '../proof/grade';
import { LayoutSchema, ZipSchema } from './packaging';

/** Limits of `bufferSizeKB`, in KiB: 8 KiB … 10 MiB. */
export const BUFFER_SIZE_KB = { min: 8, max: 10 * 1024, default: 1024 } as const;

/** Each destination of a job has threads of its own. */
export const MOST_DESTINATIONS = 8;

export const ConflictSchema = z.enum(['fail', 'skipIdentical', 'rename', 'overwrite']);
/** What happens when a final name exists already. */
export type Conflict = z.infer<typeof ConflictSchema>;

/** Whether a job goes on after an error on the source side. */
export const OnItemErrorSchema = z.enum(['continue', 'stop']);

/** What becomes of a file with parts that cannot be read: nothing, or a copy of the rest that is never a success. */
export const OnReadErrorSchema = z.enum(['fail', 'keepReadable']);

/** What becomes of a file that changes while it is copied: nothing, or a copy of what was read that is never a success. */
export const OnSourceChangeSchema = z.enum(['fail', 'keepAsSeen']);

export const LanesSchema = z.enum(['auto', '1', '2', '3', '4']);
/**
 * How many threads move and prove bytes: 1, all of it on the engine's own; 2, a write lane besides; 3, a proof lane too, so
 * that copies are read back while others are written, or where they are not, a lane that reads sources ahead; 4, both. Many
 * small files are copied side by side by as many, from 3 on, as there are cores for. Nothing but the time depends on it.
 */
export type Lanes = z.infer<typeof LanesSchema>;

export const MethodSchema = z.enum(['bufferReuse', 'threePass']);
/** How a file is copied: one read whose buffers are hashed and written, or hash, copy and re-hash one after another. */
export type Method = z.infer<typeof MethodSchema>;

/**
 * Everything a copy needs to know, and nothing else: a right-click, a job file, a retry and the command line all build
 * one of these and hand it to the same pipeline. It repeats the job exactly.
 */
export const JobRequestSchema = z.strictObject({
  /** What people call the job; used in the name of its records folder. */
  label: z.string(),
  /** The case the copy belongs to; goes into the record as it is. */
  caseData: z.optional(CaseDataSchema),
  /** Absolute paths (PathText) of the files and folders to copy; the last name of each becomes its name in the payload. */
  sources: z.array(z.string()),
  /**
   * Absolute paths (PathText) of the destination folders. Each gets the whole copy, with its own proof and records. For a
   * single one of them, and in its records, its own comes first.
   */
  destinations: z.array(z.string()).check(z.minLength(1), z.maxLength(MOST_DESTINATIONS)),
  verification: GradeSchema,
  /** Fail a file that does not reach `verification` instead of recording the lower grade. */
  requireGrade: z.boolean(),
  /** Copy a file again from the start, once, where what was read back is not what was written. */
  retryMismatch: z.boolean(),
  hashAlgorithms: HashAlgorithmsSchema,
  useBufferReuse: z.boolean(),
  /** Size of one buffer in KiB, within {@link BUFFER_SIZE_KB}. */
  bufferSizeKB: z.int().check(z.minimum(BUFFER_SIZE_KB.min), z.maximum(BUFFER_SIZE_KB.max)),
  lanes: LanesSchema,
  layout: LayoutSchema,
  zip: ZipSchema,
  /** Name of the bag and of the ZIP, safe for file names; absent: made from the label. */
  packageName: z.optional(z.string()),
  conflict: ConflictSchema,
  onItemError: OnItemErrorSchema,
  onReadError: OnReadErrorSchema,
  onSourceChange: OnSourceChangeSchema,
  records: z.strictObject({
    write: z.boolean(),
    /** Absolute path (PathText) of the folder for records; absent: `evidence-records` in the destination. */
    folder: z.optional(z.string()),
  }),
});
export type JobRequest = z.infer<typeof JobRequestSchema>;

/** The choices of a job; what is not given to {@link jobRequest} has the value here, in the editor and on the command line. */
export type JobOptions = Omit<JobRequest, 'label' | 'caseData' | 'sources' | 'destinations' | 'packageName'>;

/** The built-in choices: the same in the editor, in job files and on the command line. */
export const DEFAULT_OPTIONS: JobOptions = Object.freeze({
  verification: 'device',
  requireGrade: false,
  retryMismatch: true,
  hashAlgorithms: ['sha256'],
  useBufferReuse: true,
  bufferSizeKB: BUFFER_SIZE_KB.default,
  lanes: 'auto',
  layout: 'plain',
  zip: 'none',
  conflict: 'fail',
  onItemError: 'continue',
  onReadError: 'fail',
  onSourceChange: 'fail',
  records: { write: true },
} satisfies JobOptions);

/** One attempt at a job. Retry and resume are further attempts with the same id. */
export const AttemptSchema = z.strictObject({
  /** A random UUID; its first eight digits name the staging folder. */
  jobId: z.uuid(),
  /** 1 for the first attempt. */
  attempt: z.int().check(z.minimum(1)),
  request: JobRequestSchema,
  /** Earlier attempts have left something at the destination: where it is not to be found, nothing is begun anew. */
  continues: z.optional(z.literal(true)),
  /** Of several destinations, those at which no earlier attempt has left anything. */
  beginsAt: z.optional(z.array(z.string())),
});
export type Attempt = z.infer<typeof AttemptSchema>;

/** How a job copies its files. */
export function methodOf({ useBufferReuse }: Pick<JobRequest, 'useBufferReuse'>): Method {
  return useBufferReuse ? 'bufferReuse' : 'threePass';
}

/** The first eight digits of a job id, short enough for names. */
export function shortId(jobId: string): string {
  return jobId.slice(0, 8);
}

/** Holds a buffer size in KiB within {@link BUFFER_SIZE_KB}; whole KiB. */
export function clampBufferSizeKB(wanted: number): number {
  return Math.min(BUFFER_SIZE_KB.max, Math.max(BUFFER_SIZE_KB.min, Math.trunc(wanted)));
}
