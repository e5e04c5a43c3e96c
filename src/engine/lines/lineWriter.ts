import { createHash } from 'node:crypto';
import type { OpenFile } from '../fs/fileSystem';
import { writeFully } from '../fs/writeFully';
import { isPlainText, type PathText, toBytes } from '../model/text/pathText';
import type { Extent } from './extent';

const BLOCK = 64 * 1024;
/** Bytes that a character of a JavaScript string takes at most in UTF-8. */
const MOST_PER_CHARACTER = 3;

/** Writes text line by line into a file, in large pieces. Throws what writing throws. */
export class LineWriter {
  readonly #block = Buffer.alloc(BLOCK);
  #filled = 0;
  #position = 0;
  readonly #hash = createHash('sha256');
  #closed = false;
  #failure: Error | undefined;

  /** @param file Becomes this writer's: `close` closes it. */
  constructor(private readonly file: OpenFile) {}

  /** Adds text or bytes as they are. */
  write(text: string | Buffer): void {
    const most = typeof text === 'string' ? text.length * MOST_PER_CHARACTER : text.length;
    if (most > BLOCK - this.#filled) this.flush();
    if (most > BLOCK) this.#hand(Buffer.from(text));
    else if (typeof text === 'string') this.#filled += this.#block.write(text, this.#filled);
    else this.#filled += text.copy(this.#block, this.#filled);
  }

  /** Adds text in which names may stand that are not UTF-8, byte for byte. */
  writeNames(text: PathText): void {
    this.write(isPlainText(text) ? text : toBytes(text));
  }

  /** Adds a value as one line of JSON. */
  writeJson(value: unknown): void {
    this.write(`${JSON.stringify(value)}\n`);
  }

  /** Hands all that was added to the operating system. */
  flush(): void {
    if (this.#filled > 0) this.#hand(this.#block.subarray(0, this.#filled));
    this.#filled = 0;
  }

  #hand(bytes: Buffer): void {
    this.#finally(() => {
      writeFully(this.file, bytes, 0, bytes.length, this.#position);
      this.#hash.update(bytes);
      this.#position += bytes.length;
    });
  }

  /** What was handed to the operating system so far. */
  get extent(): Extent {
    return { bytes: this.#position, sha256: this.#hash.copy().digest('hex') };
  }

  /** Flushes, and makes all that was written durable. */
  sync(): void {
    this.flush();
    this.#finally(() => this.file.sync());
  }

  /** A failure is final: a second fsync would say "ok" while the lines are gone. */
  #finally(step: () => void): void {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      step();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  /** Closes the file, once. What was not flushed is lost, so that closing after an error cannot fail again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.file.close();
  }
}
