import type { ChunkWriter } from '../copy/chunkWriter';
import { hashPass } from '../copy/passes';
import type { PassContext } from '../copy/readThrough';
import type { Digester } from '../digests/digester';
import { readBackFailure } from '../fs/failures';
import type { OpenFile } from '../fs/fileSystem';
import { type Digests, sameDigests } from '../model/digest';
import { FailureError } from '../model/failure';

/**
 * Reads a copy through the operating system and compares it with the source's digests.
 *
 * @param copy The copy, opened anew by its name; stays the caller's.
 * @param buffers Lends a buffer to read into.
 * @returns The digests of the copy. Throws `hashMismatch` where they differ.
 */
export async function readBack(
  copy: OpenFile,
  size: number,
  expected: Digests,
  digester: Digester,
  buffers: ChunkWriter,
  context: PassContext,
): Promise<Digests> {
  const { bytes, digests } = await hashPass(copy, size, digester, buffers, readBackFailure, context);
  if (bytes === size && sameDigests(digests, expected)) return digests;
  const cause = `expected ${size} bytes ${JSON.stringify(expected)}, read ${bytes} bytes ${JSON.stringify(digests)}`;
  throw new FailureError({ code: 'hashMismatch', path: copy.path, cause });
}
