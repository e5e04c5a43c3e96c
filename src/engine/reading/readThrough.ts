import type { ReadableFile } from './readableParts';

/** What a pass over a file needs from the job. */
export interface PassContext {
  /** Called before each buffer; waits while the job is paused, throws when it is cancelled. */
  checkpoint(): void;
  /** Called after each buffer with the bytes of it. */
  advance(bytes: number): void;
}

/**
 * Reads a file from start to end, buffer by buffer; short reads are followed up, so every buffer but the last is full.
 * Ends early where more than `expected` bytes come, because then the file is growing.
 *
 * @param onChunk Gets the filled part of a buffer and its position. The bytes stay valid until the next buffer is asked for.
 * @param onError Turns what reading threw, with the offset it failed at, into what shall be thrown.
 * @returns The number of bytes that were read.
 */
export async function readThrough(
  file: ReadableFile,
  expected: number,
  nextBuffer: () => Promise<Uint8Array>,
  onChunk: (bytes: Uint8Array, position: number) => void,
  onError: (error: unknown, offset: number) => Error,
  context: PassContext,
): Promise<number> {
  let position = 0;
  for (;;) {
    const buffer = await nextBuffer();
    context.checkpoint();
    const filled = fill(file, buffer, position, onError);
    if (filled > 0) onChunk(buffer.subarray(0, filled), position);
    position += filled;
    context.advance(filled);
    if (filled < buffer.length || position > expected) return position;
  }
}

/** Fills the buffer; less only where the file ends. */
function fill(
  file: ReadableFile,
  buffer: Uint8Array,
  position: number,
  onError: (error: unknown, offset: number) => Error,
): number {
  let filled = 0;
  while (filled < buffer.length) {
    let count: number;
    try {
      const rest = filled === 0 ? buffer : buffer.subarray(filled);
      count = file.read(rest, rest.length, position + filled);
    } catch (error) {
      throw onError(error, position + filled);
    }
    if (count === 0) break;
    filled += count;
  }
  return filled;
}
