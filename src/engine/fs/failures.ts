import { type Failure, type FailureCode, FailureError, failureOf } from '../model/failure/failure';
import type { PathText } from '../model/text/pathText';
import { SystemError } from './systemError';

const GONE = new Set([
  'ENODEV',
  'ENXIO',
  'ENOTCONN',
  'ECONNABORTED',
  'ECONNRESET',
  'ESHUTDOWN',
  'ESTALE',
  'ENOMEDIUM',
  'EHOSTDOWN',
  'ETIMEDOUT',
]);
const DAMAGED = new Set(['EUCLEAN', 'EBADMSG']);

/** Codes that mean the same on both sides. */
function commonCode(code: string): FailureCode | undefined {
  if (code === 'EACCES' || code === 'EPERM') return 'permissionDenied';
  if (code === 'EMFILE' || code === 'ENFILE') return 'tooManyOpenFiles';
  if (GONE.has(code)) return 'deviceGone';
  if (DAMAGED.has(code)) return 'fileSystemDamaged';
  return undefined;
}

function sourceCode(code: string): FailureCode {
  // ENOTDIR: something on the way to it is no folder.
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'notFound';
  return commonCode(code) ?? 'readError';
}

function destinationCode(code: string): FailureCode {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'noSpace';
    case 'EROFS':
      return 'readOnly';
    case 'EEXIST':
      return 'destinationExists';
    case 'ENOTDIR':
      return 'destinationNotFolder';
    case 'EFBIG':
      return 'fileTooLarge';
    case 'EINVAL':
    case 'EILSEQ':
    case 'ENAMETOOLONG':
      return 'nameNotAllowed';
    default:
      return commonCode(code) ?? 'writeError';
  }
}

/**
 * What a system error on the source means: it concerns one item only, except where the process itself can go no further.
 * `offset` is the byte at which reading failed.
 */
export function sourceFailure(error: unknown, offset?: number): FailureError {
  if (!(error instanceof SystemError)) throw error;
  const code = sourceCode(error.code);
  return new FailureError(failure(code, 'source', error, offset), code === 'tooManyOpenFiles' ? 'job' : 'item');
}

/** What a system error on the destination means: a destination that failed once is not relied on, so it stops the job. */
export function destinationFailure(error: unknown, offset?: number): FailureError {
  if (!(error instanceof SystemError)) throw error;
  return new FailureError(failure(destinationCode(error.code), 'destination', error, offset ?? error.offset), 'job');
}

/** What it means that the copy could not be read back: as {@link destinationFailure}, but reading is what failed. */
export function readBackFailure(error: unknown, offset?: number): FailureError {
  const { failure } = destinationFailure(error, offset);
  return new FailureError(failure.code === 'writeError' ? { ...failure, code: 'readError' } : failure, 'job');
}

/** Runs `call` and turns a system error into a failure of the source. */
export function onSource<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw sourceFailure(error);
  }
}

/** Runs `call` and turns a system error into a failure of the destination. */
export function onDestination<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw destinationFailure(error);
  }
}

/**
 * The failure inside any thrown value. A system error that nobody took for the source's is the destination's: there the
 * job keeps its own files too.
 */
export function failureFrom(error: unknown): Failure {
  return error instanceof SystemError ? destinationFailure(error).failure : failureOf(error);
}

/** A failure about `path` that no system call caused. */
export function failureAt(code: FailureCode, path: PathText, args?: Failure['args']): FailureError {
  return new FailureError({ code, path, ...(args === undefined ? {} : { args }) });
}

function failure(code: FailureCode, side: string, error: SystemError, offset: number | undefined): Failure {
  return {
    code,
    path: error.path,
    args: { side },
    cause: error.message,
    ...(offset === undefined ? {} : { offset }),
  };
}
