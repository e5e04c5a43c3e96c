import type { OpenFile } from '../fs/fileSystem';
import type { ReadableFile } from '../reading/readableParts';
import type { ChunkWriter } from './chunkWriter';

/** Reads sources before their bytes are asked for. */
export interface AheadReader {
  /** Undefined where that does not pay. The file stays the caller's, and open until the writer's `settle` has returned. */
  ahead(file: OpenFile, size: number): Ahead | undefined;
}

/** One file that is read ahead. Both parts are used together: the buffers that the one gives are those that the other has filled. */
export interface Ahead {
  readonly source: ReadableFile;
  readonly writer: ChunkWriter;
}
