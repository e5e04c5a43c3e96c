import type { DigestSource } from '../digests/digester';
import type { FileSystem, OpenFile } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import { SMALL_LIMIT } from '../model/item/sizeClass';
import type { PassContext } from '../reading/readThrough';
import type { Following } from './following';
import type { Proof } from './proof';
import type { UncachedFile, UncachedRead, UncachedReader } from './uncachedReader';

/**
 * Flushing the whole file system first costs a process; from so many small files on it is cheaper than a flush for each. Larger
 * ones were written past the cache where that can be done, and have little left to flush.
 */
const WORTH_A_FLUSH = 16;

/** A copy that was written, and is neither durable nor proved. */
export interface Unproved {
  readonly copy: OpenFile;
  /** Bytes of it. */
  readonly size: number;
  /** The same file, opened for reading; undefined where it is not read back. */
  readonly written: UncachedFile | undefined;
  /** Its proof, where that was begun when the copy was. */
  readonly following?: Following;
}

/** What proving needs besides the files. */
export interface ProvingContext extends PassContext {
  readonly fs: FileSystem;
  readonly reader: UncachedReader;
  readonly digester: DigestSource;
}

/**
 * Makes a group of copies durable, all of them before the first is read back, and reads each of them back for its digests.
 * Each has its own fsync, whose error is its own; flushing the file system beforehand only makes them quick. Files stay the
 * caller's. Throws what `checkpoint` throws.
 */
export function prove(files: readonly Unproved[], context: ProvingContext): Proof[] {
  const around = flushedAround(files);
  if (around !== undefined) context.fs.flushAround(around);
  return proveFlushed(files, context);
}

/** A file whose whole file system is to be flushed before a group is proved; undefined where that does not pay. */
export function flushedAround(files: readonly Unproved[]): OpenFile | undefined {
  const small = files.filter(({ size }) => size < SMALL_LIMIT);
  return small.length >= WORTH_A_FLUSH ? small[0]?.copy : undefined;
}

/** As {@link prove}, of a group around which the file system has been flushed, if that was to be. */
export function proveFlushed(files: readonly Unproved[], context: ProvingContext): Proof[] {
  const synced = files.map((file) => ({ file, flush: timed('sync', () => sync(file.copy)) }));
  return synced.map(({ file, flush }) => {
    if ('failed' in flush || file.written === undefined) return flush;
    const read = timed('read', () => readBack(file, context));
    return 'failed' in read ? read : { ...read, durationMs: read.durationMs + flush.durationMs };
  });
}

function sync(copy: OpenFile): undefined {
  copy.sync();
}

/**
 * Reads a copy back for its digests, if it was opened for that.
 *
 * @param stretches As `UncachedReader.read`.
 */
export function readBack(
  { written, size }: Unproved,
  { reader, ...context }: ProvingContext,
  stretches?: Iterable<number>,
): UncachedRead | undefined {
  return written && reader.read(written, size, { ...context, onError: at }, stretches);
}

/** The error with the place in the file where it happened. */
function at(error: unknown, offset: number): Error {
  if (!(error instanceof SystemError)) throw error;
  return new SystemError(error.code, error.syscall, error.path, error.message, offset);
}

function timed(step: 'sync' | 'read', call: () => UncachedRead | undefined): Proof {
  const started = performance.now();
  try {
    const read = call();
    return { read, durationMs: performance.now() - started };
  } catch (error) {
    if (error instanceof SystemError) return { failed: step, error };
    throw error;
  }
}
