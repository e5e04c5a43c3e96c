import * as z from 'zod/mini';
import { stackOf } from './thrown';

/** Every way in which a job or an item can fail. The sentences for people are in `failureText.ts`. */
export const FAILURE_CODES = [
  // before the first byte
  'nothingToCopy',
  'notFound',
  'destinationExists',
  'destinationNotFolder',
  'destinationInsideSource',
  'sameFile',
  'destinationsOverlap',
  'nameCollision',
  'nameNotAllowed',
  'fileTooLarge',
  'linkNotSupported',
  'noSpace',
  'digestUnavailable',
  // before a further attempt
  'stagingInUse',
  'logDamaged',
  'namesGiven',
  // while copying
  'permissionDenied',
  'readOnly',
  'readError',
  'writeError',
  'deviceGone',
  'fileSystemDamaged',
  'tooManyOpenFiles',
  'sourceChanged',
  'sizeMismatch',
  'hashMismatch',
  'sourceUnstable',
  'gradeNotReached',
  // at the end
  'stagingChanged',
  'publishBlocked',
  'archiveDamaged',
  'jobStopped',
  'cancelled',
  'volumeHeld',
  'stalled',
  'namesLocked',
  'engineCrashed',
  'internalError',
] as const;

const FailureCodeSchema = z.enum(FAILURE_CODES);
/** Says what failed; the sentence that goes with it is in `failureText.ts`. */
export type FailureCode = z.infer<typeof FailureCodeSchema>;

/**
 * A failure as plain data, so that it survives a thread boundary and a file. `code` and `args` say everything;
 * `failureText.ts` turns them into a sentence.
 */
export const FailureSchema = z.strictObject({
  code: FailureCodeSchema,
  /** Absolute path (PathText) of what failed, where there is one. */
  path: z.optional(z.string()),
  /** Bytes from the start of the file to where it failed, where that is known. */
  offset: z.optional(z.int()),
  /** Values for the sentence: byte counts as numbers, names and states as text. */
  args: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
  /** The technical cause for the log, such as `EIO: i/o error, read`. */
  cause: z.optional(z.string()),
});
export type Failure = z.infer<typeof FailureSchema>;

/** Whom a failure stops: one item, or the whole job because its destination cannot be relied on any more. */
export type FailureScope = 'item' | 'job';

/** Carries a {@link Failure} up the stack of one thread. Never crosses threads. */
export class FailureError extends Error {
  override readonly name = 'FailureError';

  constructor(
    readonly failure: Failure,
    readonly scope: FailureScope = 'item',
  ) {
    super(`${failure.code}${failure.path === undefined ? '' : `: ${failure.path}`}`);
  }
}

/** The failure inside any thrown value; what nobody foresaw becomes `internalError` with the stack as its cause. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  return { code: 'internalError', cause: stackOf(error) };
}

/** The scope of any thrown value; what nobody foresaw stops the job. */
export function scopeOf(error: unknown): FailureScope {
  return error instanceof FailureError ? error.scope : 'job';
}
