import type { OpenFile } from '../fs/fileSystem';
import type { ChunkWriter } from './chunkWriter';
import type { FileSink } from './passes';

/** Writes the bytes of one file into its copy. */
export class CopySink implements FileSink {
  /**
   * @param copy Open for writing and empty; stays the caller's.
   * @param sparse Leave pages of zeros out: the source has holes.
   */
  constructor(
    private readonly writer: ChunkWriter,
    private readonly copy: OpenFile,
    private readonly sparse: boolean,
  ) {}

  nextBuffer(): Promise<Uint8Array> {
    return this.writer.nextBuffer();
  }

  write(buffer: Uint8Array, length: number, position: number): void {
    this.writer.submit({ file: this.copy, length, position, sparse: this.sparse }, buffer);
  }

  drain(): Promise<void> {
    return this.writer.finish();
  }

  async finish(bytes: number): Promise<void> {
    await this.drain();
    // A hole at the end writes nothing, and past the cache whole pages are written: only this gives the file its size.
    if (this.sparse || this.copy.isDirect) this.copy.truncate(bytes);
  }

  settle(): Promise<void> {
    return this.writer.settle();
  }
}
