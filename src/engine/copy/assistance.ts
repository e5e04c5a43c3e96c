import type { RunningDigests } from '../digests/digester';
import type { OpenFile } from '../fs/fileSystem';
import type { ReadableFile } from '../reading/readableParts';
import type { ChunkWriter } from './chunkWriter';

/** Lets other threads do a part of the work on one file. */
export interface Assistants {
  /** Undefined where that does not pay. The file stays the caller's, and open until the writer's `settle` has returned. */
  assist(file: OpenFile, size: number): Assistance | undefined;
}

/**
 * What they do for one file. All parts are used together: the buffers that the writer gives are those that the source has filled,
 * and those that the digests are taken from.
 */
export interface Assistance {
  readonly source: ReadableFile;
  readonly writer: ChunkWriter;
  readonly digester: { begin(): RunningDigests };
}
