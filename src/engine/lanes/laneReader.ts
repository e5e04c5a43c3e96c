import type { Chunk, ChunkWriter } from '../copy/chunkWriter';
import type { OpenFile } from '../fs/fileSystem';
import { ringOver } from '../memory/ring';
import type { SharedState } from '../model/thread/sharedState';
import type { ReadableFile } from '../reading/readableParts';
import type { LaneDigests } from './laneDigests';
import type { LaneThread } from './laneThread';
import type { LaneWriter } from './laneWriter';
import { RingLane } from './ringLane';

/** Reads on a thread of its own into the buffers of a write lane, so that one is filled while the one before is hashed. */
export class LaneReader {
  readonly #lane: RingLane;

  /**
   * @param lane It reads for nobody else until this is closed.
   * @param writer Has the buffers.
   * @param shared Its pulse beats with every read that returns.
   */
  constructor(
    readonly lane: LaneThread,
    private readonly writer: LaneWriter,
    shared: SharedState,
  ) {
    const { buffers, slots, slotSize } = writer.memory;
    const ring = ringOver(buffers, slots, slotSize);
    this.#lane = new RingLane(lane, { kind: 'read', ring, shared: shared.buffer });
  }

  /**
   * Reads one file ahead. The one before it must be settled.
   *
   * @param digests Takes digests from the same buffers.
   */
  ahead(file: OpenFile, size: number, digests: LaneDigests | undefined): ReadableFile & ChunkWriter {
    return new FileAhead(this.#lane, this.writer, digests, file, size);
  }

  /** Lets the lane go. */
  close(): Promise<void> {
    return this.#lane.close();
  }
}

/** A buffer that the lane was asked to fill. */
interface Asked {
  readonly buffer: Uint8Array;
  readonly position: number;
  /** As `Ring.submit` gave it. */
  readonly number: number;
}

/** So many buffers are asked for at once, because to wake the lane takes a good part of the time of reading one. */
const ASKED_AT_ONCE = 4;

/**
 * A file whose bytes are in the buffers before they are asked for, as long as one buffer follows the other. Where that is not so,
 * and from the first failure on, it is read when it is asked for.
 */
class FileAhead implements ReadableFile, ChunkWriter {
  /** Buffers are used in turn, whether they are written in the end or only read. */
  #turn = 0;
  readonly #asked: Asked[] = [];
  #filled: Asked | undefined;
  /** Where the bytes begin that are to be asked for next; undefined where none are. */
  #next: number | undefined;
  #hasFailed = false;

  constructor(
    private readonly lane: RingLane,
    private readonly under: LaneWriter,
    private readonly digests: LaneDigests | undefined,
    private readonly file: OpenFile,
    private readonly size: number,
  ) {}

  get isAligned(): boolean {
    return this.under.isAligned;
  }

  get written(): number {
    return this.under.written;
  }

  async nextBuffer(): Promise<Uint8Array> {
    // There is room for one: for that whose turn it is.
    await this.under.nextBuffer();
    await this.digests?.waitUntilPending(this.under.memory.slots - 1);
    this.#askForMore();
    const buffer = this.#bufferAt(this.#turn++);
    this.#filled = this.#asked.shift();
    if (this.#filled !== undefined) await this.lane.waitUntilPending(this.#asked.length);
    return buffer;
  }

  read(buffer: Uint8Array, length: number, position: number): number {
    const ahead = this.#hasFailed ? undefined : this.#readAhead(buffer, position);
    if (ahead !== undefined) return ahead;
    const count = this.file.read(buffer, length, position);
    const isWhole = count === this.under.memory.slotSize;
    this.#next = isWhole && !this.#hasFailed && this.#asked.length === 0 ? position + count : undefined;
    return count;
  }

  submit(chunk: Chunk, buffer: Uint8Array): void {
    this.under.submit(chunk, buffer);
  }

  finish(): Promise<void> {
    return this.under.finish();
  }

  async settle(): Promise<void> {
    this.#next = undefined;
    await this.lane.settle();
    this.#asked.length = 0;
    await this.digests?.settle();
    await this.under.settle();
  }

  /** What the lane has read for this position; undefined where it has not. Throws what reading there threw. */
  #readAhead(buffer: Uint8Array, position: number): number | undefined {
    const filled = this.#filled;
    this.#filled = undefined;
    const isMeant = filled?.buffer === buffer && filled.position === position;
    const count = isMeant ? this.lane.ring.lengthOf(filled.number) : 0;
    if (count > 0) return count;
    const failure = this.lane.failure(this.file.path);
    if (failure?.offset !== position) return undefined;
    // A bad sector is not read twice for one answer.
    this.#hasFailed = true;
    throw failure;
  }

  #askForMore(): void {
    const { slots, slotSize } = this.under.memory;
    const inUse = Math.max(this.under.pending, this.digests?.pending ?? 0);
    const room = Math.min(slots / 2, slots - inUse) - this.#asked.length;
    if (room < ASKED_AT_ONCE && this.#asked.length > 0) return;
    for (let count = 0; count < room && this.#next !== undefined && this.#next < this.size; count++) {
      const position = this.#next;
      const buffer = this.#bufferAt(this.#turn + this.#asked.length);
      const length = Math.min(slotSize, this.size - position);
      const number = this.lane.ring.submit({ buffer, fd: this.file.fd, length, position, way: 'plain' });
      this.#asked.push({ buffer, position, number });
      this.#next = position + length;
    }
    this.lane.ring.callLane();
  }

  #bufferAt(turn: number): Uint8Array {
    const { slots } = this.under.memory;
    const buffer = this.lane.ring.buffer(turn % slots);
    if (buffer === undefined) throw new Error(`the ring has no buffer ${turn % slots}`);
    return buffer;
  }
}
