/** What a stream of text tells of its reader. */
export type StreamEvent = 'drain' | 'close' | 'error';

const READER_EVENTS: readonly StreamEvent[] = ['drain', 'close', 'error'];

/** A stream of text: standard output or standard error. */
export interface TextStream {
  write(text: string): boolean;
  on(event: StreamEvent, listener: (error?: Error) => void): unknown;
  off(event: StreamEvent, listener: (error?: Error) => void): unknown;
  /** More was written than the reader has taken so far. */
  readonly writableNeedDrain?: boolean;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const CLEAR_LINE = '\r\x1b[K';

/**
 * What the command line says. A reader that goes away never disturbs a copy; output that cannot be written for another reason,
 * such as a full disk, does not either, but is told on standard error.
 */
export class Terminal {
  #hasTransient = false;
  #isLost = false;
  #drained: Promise<void> | undefined;

  constructor(
    private readonly out: TextStream,
    private readonly err: TextStream,
  ) {
    err.on('error', () => {});
    out.on('error', (error) => this.#tellLost(error));
  }

  /** Whether somebody watches, so that a progress bar makes sense. */
  get isInteractive(): boolean {
    return this.err.isTTY === true;
  }

  /** Columns of the terminal. */
  get width(): number {
    return this.err.columns || 80;
  }

  /** Text on standard output. */
  text(text: string): void {
    this.clear();
    this.out.write(text);
  }

  /** One JSON line on standard output. */
  json(value: unknown): void {
    this.clear();
    this.out.write(`${JSON.stringify(value)}\n`);
  }

  #tellLost(error: Error | undefined): void {
    if (this.#isLost || error === undefined || ('code' in error && error.code === 'EPIPE')) return;
    this.#isLost = true;
    this.error(
      `evidence-copy: Standard output cannot be written, and is not complete (${error.message}). Copies and their records are not concerned.\n`,
    );
  }

  /** Waits until the reader of standard output has caught up, or has gone away. All who wait share one wait. */
  async drained(): Promise<void> {
    if (this.out.writableNeedDrain !== true) return;
    this.#drained ??= this.#nextDrain();
    await this.#drained;
  }

  async #nextDrain(): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        for (const event of READER_EVENTS) this.out.off(event, done);
        resolve();
      };
      for (const event of READER_EVENTS) this.out.on(event, done);
    });
    this.#drained = undefined;
  }

  /** Text on standard error. */
  error(text: string): void {
    this.clear();
    this.err.write(text);
  }

  /** A line that the next output replaces. */
  transient(line: string): void {
    this.err.write(`${CLEAR_LINE}${line}`);
    this.#hasTransient = true;
  }

  /** Removes a transient line. */
  clear(): void {
    if (!this.#hasTransient) return;
    this.err.write(CLEAR_LINE);
    this.#hasTransient = false;
  }
}
