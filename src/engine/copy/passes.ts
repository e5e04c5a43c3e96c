import type { Digester } from '../digests/digester';
import { destinationFailure, sourceFailure } from '../fs/failures';
import type { OpenFile } from '../fs/fileSystem';
import type { Digests } from '../model/digest';
import { FailureError } from '../model/failure';
import type { ChunkWriter } from './chunkWriter';
import type { ReadableFile } from './readableParts';
import { type PassContext, readThrough } from './readThrough';

/** One file on its way: where it comes from and where it goes. */
export interface Transfer {
  readonly source: ReadableFile;
  readonly destination: OpenFile;
  /** Bytes of the source when it was opened. */
  readonly size: number;
  readonly sparse: boolean;
  readonly digester: Digester;
  readonly writer: ChunkWriter;
  readonly context: PassContext;
}

/** What came of a transfer. */
export interface Transferred {
  readonly bytes: number;
  readonly sourceDigests: Digests;
  /** Whole-file passes over the source. */
  readonly sourceReads: number;
}

/** One read: each buffer is hashed and written from the same memory. */
export async function transferOnce(transfer: Transfer): Promise<Transferred> {
  const digests = transfer.digester.begin();
  const bytes = await copyPass(transfer, (chunk) => digests.update(chunk));
  return { bytes, sourceDigests: digests.finish(), sourceReads: 1 };
}

/** Hash the source, then copy it. The third pass, over the destination, is the read-back that both methods share. */
export async function transferTwice(transfer: Transfer): Promise<Transferred> {
  const { source, size, digester, writer, context } = transfer;
  const sourceDigests = (await hashPass(source, size, digester, writer, sourceFailure, context)).digests;
  const bytes = await copyPass(transfer, () => {});
  return { bytes, sourceDigests, sourceReads: 2 };
}

/** Reads a file to its end for its digests, through a buffer of the writer. */
export async function hashPass(
  file: ReadableFile,
  size: number,
  digester: Digester,
  writer: ChunkWriter,
  onError: (error: unknown, offset: number) => Error,
  context: PassContext,
): Promise<{ bytes: number; digests: Digests }> {
  const digests = digester.begin();
  const nextBuffer = () => writer.nextBuffer();
  const bytes = await readThrough(file, size, nextBuffer, (chunk) => digests.update(chunk), onError, context);
  return { bytes, digests: digests.finish() };
}

/** Reads the source and writes the destination. `onChunk` sees each buffer while it is being written. */
async function copyPass(transfer: Transfer, onChunk: (chunk: Uint8Array) => void): Promise<number> {
  const { source, destination, size, sparse, writer, context } = transfer;
  try {
    const bytes = await readThrough(
      source,
      size,
      () => writer.nextBuffer(),
      (chunk, position) => {
        writer.submit({ file: destination, length: chunk.length, position, sparse });
        onChunk(chunk);
      },
      sourceFailure,
      context,
    );
    await writer.finish();
    // A hole at the end writes nothing, and past the cache whole pages are written: only this gives the file its size.
    if (sparse || destination.isDirect) destination.truncate(bytes);
    return bytes;
  } catch (error) {
    throw error instanceof FailureError ? error : destinationFailure(error);
  } finally {
    await writer.settle();
  }
}
