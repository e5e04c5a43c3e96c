import { readBackFailure } from '../fs/failures';
import type { OpenFile } from '../fs/fileSystem';
import type { Difference } from '../model/difference';
import { type Digests, sameDigests } from '../model/digest';
import { FailureError } from '../model/failure';
import type { Mismatch } from '../model/outcome';
import { locateDifference } from './difference';
import type { ReadingContext, UncachedFile, UncachedRead, UncachedReader } from './uncachedReader';

/** What was read back is not what was written. */
export class MismatchError extends FailureError {
  constructor(
    path: string,
    readonly mismatch: Mismatch,
    cause: string,
  ) {
    const { difference } = mismatch;
    super({
      code: 'hashMismatch',
      path,
      ...(difference === undefined ? {} : { offset: difference.first, args: { ...difference } }),
      cause,
    });
  }
}

/**
 * Reads a copy back and compares it with the digests of its source; where they differ, finds out where.
 *
 * @param copy Opened by its name; stays the caller's.
 * @param source Still open, to compare with; undefined where it is not worth reading.
 * @returns The reading, with its proof. Throws {@link MismatchError}.
 */
export function readBack(
  copy: UncachedFile,
  source: OpenFile | undefined,
  size: number,
  sourceDigests: Digests,
  reader: UncachedReader,
  context: Omit<ReadingContext, 'onError'>,
): UncachedRead {
  const read = reader.read(copy, size, { ...context, onError: readBackFailure });
  if (read.bytes === size && sameDigests(read.digests, sourceDigests)) return read;
  const difference = source && findDifference(source, copy.file, size, reader, context);
  const mismatch = { sourceDigests, destinationDigests: read.digests, ...(difference && { difference }) };
  const cause = `expected ${size} bytes ${JSON.stringify(sourceDigests)}, read ${read.bytes} bytes ${JSON.stringify(read.digests)}`;
  throw new MismatchError(copy.file.path, mismatch, cause);
}

/** Where two files differ that should not; undefined where that cannot be told. That they differ is told anyway. */
export function findDifference(
  a: OpenFile,
  b: OpenFile,
  size: number,
  reader: UncachedReader,
  context: Pick<ReadingContext, 'checkpoint'>,
): Difference | undefined {
  try {
    return locateDifference(a, b, size, reader.memory, context);
  } catch (error) {
    // A cancelled job ends here too; any other error only leaves the place unknown.
    if (error instanceof FailureError) throw error;
    return undefined;
  }
}
