import { onSource, sourceFailure } from '../fs/failures';
import type { OpenFile } from '../fs/fileSystem';
import { FailureError } from '../model/failure/failure';
import type { FileState } from '../model/item/plan';
import { type Digests, sameDigests } from '../model/proof/digest';
import type { Place } from '../reading/place';
import { checkUnchanged } from '../reading/sourceGuard';
import { findDifference } from './readBack';
import type { ReadingContext, UncachedRead, UncachedReader } from './uncachedReader';

/**
 * Reads a source a second time, past the page cache, and compares it with its first reading. What the medium gives
 * differently each time fails as `sourceUnstable`, with the first byte that differs.
 *
 * @param state Of the source when it was opened for the first reading: it must be the same file in the same state.
 * @param copy Proved to hold what the first reading gave; stays the caller's.
 * @returns The reading, with its proof.
 */
export function readSourceAgain(
  from: Place,
  state: FileState,
  firstDigests: Digests,
  copy: OpenFile,
  reader: UncachedReader,
  context: Omit<ReadingContext, 'onError'>,
): UncachedRead {
  const { size } = state;
  const again = onSource(() => reader.open(from.folder, from.name, true));
  try {
    const read = reader.read(again, size, { ...context, onError: sourceFailure });
    checkUnchanged({ file: again.file, state }, read.bytes);
    if (sameDigests(read.digests, firstDigests)) return read;
    const difference = findDifference(again.file, copy, size, reader, context);
    const cause = `first ${JSON.stringify(firstDigests)}, then ${JSON.stringify(read.digests)}`;
    const where = difference === undefined ? {} : { offset: difference.first, args: { ...difference } };
    throw new FailureError({ code: 'sourceUnstable', path: again.file.path, ...where, cause });
  } finally {
    again.file.close();
  }
}
