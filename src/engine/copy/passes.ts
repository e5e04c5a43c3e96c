import type { RunningDigests } from '../digests/digester';
import { destinationFailure, sourceFailure } from '../fs/failures';
import { FailureError } from '../model/failure/failure';
import type { FileState, PlannedFile } from '../model/item/plan';
import type { Digests } from '../model/proof/digest';
import type { ReadableFile } from '../reading/readableParts';
import { type PassContext, readThrough } from '../reading/readThrough';
import type { ChunkWriter } from './chunkWriter';

/** One file on its way: where it comes from and where it goes. */
export interface Transfer {
  readonly item: PlannedFile;
  /** The source as it was when it was opened. */
  readonly state: FileState;
  readonly source: ReadableFile;
  readonly sink: FileSink;
  readonly digester: { begin(): RunningDigests };
  readonly context: PassContext;
}

/** Takes the bytes of one file to its copy. */
export interface FileSink {
  /** As `ChunkWriter.nextBuffer`. */
  nextBuffer(): Promise<Uint8Array>;
  /** Writes `length` bytes of the buffer that was given last. They may still be read until the next `nextBuffer`. */
  write(buffer: Uint8Array, length: number, position: number): void;
  /** Waits until all that was handed over is written. Throws what writing threw. */
  drain(): Promise<void>;
  /** Drains, and gives the copy its size in bytes. */
  finish(bytes: number): Promise<void>;
  /** As `ChunkWriter.settle`. */
  settle(): Promise<void>;
}

/** What came of a transfer. */
export interface Transferred {
  readonly bytes: number;
  readonly sourceDigests: Digests;
  /** Whole-file passes over the source. */
  readonly sourceReads: number;
  /** What was read: that of the transfer, or of another one whose reading this one shared. */
  readonly source: ReadableFile;
}

/** How the content of a file gets to its copy. Throws a {@link FailureError}. */
export type Transferring = (transfer: Transfer) => Promise<Transferred>;

/** One read: each buffer is hashed and written from the same memory. */
export async function transferOnce(transfer: Transfer): Promise<Transferred> {
  const { source } = transfer;
  const digests = transfer.digester.begin();
  const bytes = await copyPass(transfer, (chunk) => digests.update(chunk));
  return { bytes, sourceDigests: await digests.finish(), sourceReads: 1, source };
}

/** Hash the source, then copy it. The third pass, over the destination, is the read-back that both methods share. */
export async function transferTwice(transfer: Transfer): Promise<Transferred> {
  const sourceDigests = (await hashSource(transfer)).digests;
  const bytes = await copyPass(transfer, () => {});
  return { bytes, sourceDigests, sourceReads: 2, source: transfer.source };
}

async function hashSource({ source, state, digester, sink, context }: Transfer) {
  try {
    return await hashPass(source, state.size, digester, sink, sourceFailure, context);
  } finally {
    // A source that is read ahead may be being read still, where this was given up.
    await sink.settle();
  }
}

/** Reads a file to its end for its digests, through a buffer that waits to be written. */
export async function hashPass(
  file: ReadableFile,
  size: number,
  digester: { begin(): RunningDigests },
  writer: Pick<ChunkWriter, 'nextBuffer'>,
  onError: (error: unknown, offset: number) => Error,
  context: PassContext,
): Promise<{ bytes: number; digests: Digests }> {
  const digests = digester.begin();
  const nextBuffer = () => writer.nextBuffer();
  const bytes = await readThrough(file, size, nextBuffer, (chunk) => digests.update(chunk), onError, context);
  return { bytes, digests: await digests.finish() };
}

/** Reads the source and writes the destination. `onChunk` sees each buffer while it is being written. */
async function copyPass(transfer: Transfer, onChunk: (chunk: Uint8Array) => void): Promise<number> {
  const { source, state, sink, context } = transfer;
  let buffer: Uint8Array = new Uint8Array();
  const nextBuffer = async () => {
    buffer = await sink.nextBuffer();
    return buffer;
  };
  const write = (chunk: Uint8Array, position: number) => {
    sink.write(buffer, chunk.length, position);
    onChunk(chunk);
  };
  try {
    const bytes = await readThrough(source, state.size, nextBuffer, write, sourceFailure, context);
    await sink.finish(bytes);
    return bytes;
  } catch (error) {
    throw error instanceof FailureError ? error : destinationFailure(error);
  } finally {
    await sink.settle();
  }
}
