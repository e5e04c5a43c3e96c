import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Chunk, ChunkWriter } from '../copy/chunkWriter';
import { DIRECT_ALIGNMENT } from '../fs/alignedMemory';
import { SystemError } from '../fs/systemError';
import { FailureError } from '../model/failure/failure';
import type { PathText } from '../model/text/pathText';
import type { Pulse } from '../model/thread/pulse';
import type { WriteLaneData } from './laneData';
import { LaneErrorSchema } from './laneError';
import { Ring, type RingMemory } from './ring';

/** A blocked engine hears nothing of its lanes, so it never blocks longer than this before it listens. */
const LISTEN_EVERY_MS = 100;

/** Writes on a thread of its own, so that one buffer is written while the next is read and hashed. */
export class LaneWriter implements ChunkWriter {
  readonly #ring: Ring;
  readonly #ended: Promise<void>;
  #death: string | undefined;
  #path: PathText = '';
  #submittedTo = 0;

  /** The thread; tests end it to see what the engine makes of that. */
  readonly worker: Worker;

  /**
   * @param lanePath The bundled lane.
   * @param memory An empty ring; the lane's until it is closed.
   * @param pulse Beats with every write that returns.
   */
  constructor(
    lanePath: string,
    readonly memory: RingMemory,
    pulse: Pulse,
  ) {
    this.#ring = new Ring(memory);
    const workerData: WriteLaneData = { kind: 'write', ring: memory, pulse: pulse.words };
    this.worker = new Worker(lanePath, { workerData, name: 'evidence-copy write lane' });
    this.worker.on('error', (error) => {
      this.#death = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    this.#ended = new Promise((resolve) => {
      this.worker.once('exit', (code) => {
        this.#death ??= `the write lane ended with code ${code}`;
        resolve();
      });
    });
  }

  get isAligned(): boolean {
    return this.memory.slotSize % DIRECT_ALIGNMENT === 0;
  }

  get written(): number {
    const unwritten = this.#ring.oldestPosition;
    // After a failure chunks pass unwritten, so it is looked for last.
    this.#throwIfFailed();
    return unwritten ?? this.#submittedTo;
  }

  async nextBuffer(): Promise<Uint8Array> {
    for (;;) {
      this.#throwIfFailed();
      const buffer = this.#ring.freeBuffer();
      if (buffer !== undefined) return buffer;
      await this.#waitForLane(this.#ring.memory.slots - 1);
    }
  }

  submit({ file, length, position, sparse }: Chunk, buffer: Uint8Array): void {
    this.#path = file.path;
    this.#submittedTo = position + length;
    const way = file.isDirect ? 'direct' : sparse ? 'sparse' : 'plain';
    this.#ring.submit({ buffer, fd: file.fd, length, position, way });
  }

  async finish(): Promise<void> {
    while (this.#ring.pending > 0) await this.#waitForLane(0);
    this.#throwIfFailed();
  }

  async settle(): Promise<void> {
    while (this.#ring.pending > 0 && this.#death === undefined) await this.#listen(0);
    if (this.#ring.state === 'failed') this.#ring.setState('running');
  }

  /** Ends the thread when it has written all that was submitted. */
  async close(): Promise<void> {
    this.#ring.setState('stopping');
    await this.#ended;
  }

  async #waitForLane(mostPending: number): Promise<void> {
    await this.#listen(mostPending);
    if (this.#death !== undefined) throw new FailureError({ code: 'engineCrashed', cause: this.#death }, 'job');
  }

  /** Blocks for a moment; if nothing happened, lets the messages of the lane arrive. */
  async #listen(mostPending: number): Promise<void> {
    const before = this.#ring.pending;
    this.#ring.waitUntilPending(mostPending, LISTEN_EVERY_MS);
    if (this.#ring.pending === before) await setImmediate();
  }

  #throwIfFailed(): void {
    if (this.#ring.state !== 'failed') return;
    const { code, syscall, message, offset } = LaneErrorSchema.parse(JSON.parse(this.#ring.error));
    throw new SystemError(code, syscall, this.#path, message, offset);
  }
}
