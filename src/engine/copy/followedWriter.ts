import type { Following } from '../verify/following';
import type { Chunk, ChunkWriter } from './chunkWriter';

/** Writes one file and tells how far it is to whoever reads it back behind the writer. */
export class FollowedWriter implements ChunkWriter {
  constructor(
    private readonly writer: ChunkWriter,
    private readonly following: Following,
  ) {}

  get isAligned(): boolean {
    return this.writer.isAligned;
  }

  get written(): number {
    return this.writer.written;
  }

  async nextBuffer(): Promise<Uint8Array> {
    await this.following.throwIfFailed();
    return this.writer.nextBuffer();
  }

  submit(chunk: Chunk, buffer: Uint8Array): void {
    this.writer.submit(chunk, buffer);
    this.following.wrote(this.writer.written);
  }

  finish(): Promise<void> {
    return this.writer.finish();
  }

  settle(): Promise<void> {
    return this.writer.settle();
  }
}
