import type { OpenFile } from '../fs/fileSystem';
import { writeDirectly, writeFully, writeSparsely } from '../fs/writeFully';

/** One piece of a file on its way to the destination. */
export interface Chunk {
  readonly file: OpenFile;
  /** Bytes of the buffer that belong to it. */
  readonly length: number;
  /** Where it goes, in bytes from the start of the file. */
  readonly position: number;
  /** Leave pages of zeros out: the source has holes. */
  readonly sparse: boolean;
}

/**
 * Owns the buffers of a job and writes what the copy reads into them. The same buffer is read into, hashed and written,
 * and all are used again for the next file.
 */
export interface ChunkWriter {
  /** Whether its buffers may be written past the page cache. */
  readonly isAligned: boolean;
  /** How far the file of the last chunk is written, in bytes from its start. Throws the failure of what was submitted. */
  readonly written: number;
  /** A buffer that nothing is being written from. It is the caller's until {@link submit}. */
  nextBuffer(): Promise<Uint8Array>;
  /**
   * Writes the start of a buffer, which `nextBuffer` gave here or in a writer that shares this one's memory. Its bytes may
   * still be read until the next `nextBuffer`.
   */
  submit(chunk: Chunk, buffer: Uint8Array): void;
  /** Waits until everything that was submitted is written. Throws the failure of any of it. */
  finish(): Promise<void>;
  /**
   * Waits until nothing is being written any more and forgets what failed. Never throws. Before this has returned no
   * file of a chunk may be closed: its descriptor could come to mean another file.
   */
  settle(): Promise<void>;
}

/** Writes one chunk through the file it belongs to. */
export function writeChunk(chunk: Chunk, buffer: Uint8Array): void {
  if (chunk.file.isDirect) writeDirectly(chunk.file, buffer, chunk.length, chunk.position);
  else if (chunk.sparse) writeSparsely(chunk.file, buffer, chunk.length, chunk.position);
  else writeFully(chunk.file, buffer, 0, chunk.length, chunk.position);
}

/** Writes on the thread that reads, from one buffer. For files that are not worth a second thread, and where there is none. */
export class InlineWriter implements ChunkWriter {
  written = 0;

  /** @param isAligned Whether the buffer is in memory that direct writes take. */
  constructor(
    private readonly buffer: Uint8Array,
    readonly isAligned: boolean,
  ) {}

  async nextBuffer(): Promise<Uint8Array> {
    return this.buffer;
  }

  submit(chunk: Chunk, buffer: Uint8Array): void {
    writeChunk(chunk, buffer);
    this.written = chunk.position + chunk.length;
  }

  async finish(): Promise<void> {}

  async settle(): Promise<void> {}
}
