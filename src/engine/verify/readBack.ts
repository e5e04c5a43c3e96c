import type { OpenFile } from '../fs/fileSystem';
import { FailureError } from '../model/failure/failure';
import type { Mismatch } from '../model/item/outcome';
import type { Difference } from '../model/proof/difference';
import { type Digests, sameDigests } from '../model/proof/digest';
import type { PathText } from '../model/text/pathText';
import { locateDifference } from './difference';
import type { ReadingContext, UncachedRead, UncachedReader } from './uncachedReader';

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
 * Holds what was read back of a copy against the digests of its source.
 *
 * @param path Of the copy, for messages.
 * @param locate Finds out where they differ, if that can be told.
 * @returns The reading, with its proof. Throws {@link MismatchError}.
 */
export function checkReading(
  read: UncachedRead,
  path: PathText,
  size: number,
  sourceDigests: Digests,
  locate: () => Difference | undefined,
): UncachedRead {
  if (read.bytes === size && sameDigests(read.digests, sourceDigests)) return read;
  const difference = locate();
  const mismatch = { sourceDigests, destinationDigests: read.digests, ...(difference && { difference }) };
  const cause = `expected ${size} bytes ${JSON.stringify(sourceDigests)}, read ${read.bytes} bytes ${JSON.stringify(read.digests)}`;
  throw new MismatchError(path, mismatch, cause);
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
