import { allocateAligned } from './alignedMemory';

const WORD_SUBMITTED = 0;
const WORD_WRITTEN = 1;
const WORD_STATE = 2;
const WORD_TEXT_LENGTH = 3;
// Grows with everything the lane should wake up for.
const WORD_CALLS = 4;
const HEADER_WORDS = 16;

// Words of one slot's description, in 32 bits: descriptor, length, way of writing, number of the buffer; its position takes
// 64 bits elsewhere.
const SLOT_WORDS = 4;
const LENGTH_AT = 1;

const TEXT_BYTES = 2048;

/** So many buffers are one call, or half of the ring, so that the other side gets its buffers back. */
const MOST_AT_ONCE = 4;

const WAYS = ['plain', 'sparse', 'direct'] as const;
/** How a chunk is written: as it is, leaving out pages of zeros, or past the page cache. */
export type WayOfWriting = (typeof WAYS)[number];

const STATES = ['running', 'failed', 'stopping', 'ended'] as const;
/** `failed` holds until the engine has taken note; `stopping` is asked by the engine, `ended` said by the lane. */
export type LaneState = (typeof STATES)[number];

/** What both threads need to see one ring: plain data that may be posted. */
export interface RingMemory {
  readonly buffers: SharedArrayBuffer;
  readonly header: SharedArrayBuffer;
  /** Number of buffers, and bytes of each. */
  readonly slots: number;
  readonly slotSize: number;
}

/** One filled buffer. */
export interface Slot {
  readonly buffer: Uint8Array;
  readonly fd: number;
  readonly length: number;
  readonly position: number;
  readonly way: WayOfWriting;
}

/** Filled buffers that lie one behind the other, in memory and in their file, as the writing thread sees them: as one. */
export interface Run extends Slot {
  /** How many buffers they are. */
  readonly slots: number;
}

/** Makes the memory of a ring of `slots` buffers (a power of two, so that counters may wrap) of `slotSize` bytes each. */
export function allocateRing(slots: number, slotSize: number): RingMemory {
  return ringOver(allocateAligned(slots * slotSize), slots, slotSize);
}

/** Makes an empty ring over buffers that other rings may write from as well. */
export function ringOver(buffers: SharedArrayBuffer, slots: number, slotSize: number): RingMemory {
  const header = new SharedArrayBuffer(HEADER_WORDS * 4 + slots * (SLOT_WORDS * 4 + 8) + TEXT_BYTES);
  return { buffers, header, slots, slotSize };
}

/**
 * A ring of buffers between the engine's thread and a lane. One side submits, the other writes them, or fills them by reading,
 * in order; two counters say how far each is. Either thread wraps the same memory.
 */
export class Ring {
  readonly #words: Int32Array;
  readonly #slotWords: Int32Array;
  readonly #positions: BigInt64Array;
  readonly #text: Buffer;
  readonly #buffers: Uint8Array[];
  readonly #most: number;

  constructor(readonly memory: RingMemory) {
    const { header, buffers, slots, slotSize } = memory;
    this.#most = Math.min(MOST_AT_ONCE, slots / 2);
    this.#words = new Int32Array(header, 0, HEADER_WORDS);
    this.#positions = new BigInt64Array(header, HEADER_WORDS * 4, slots);
    this.#slotWords = new Int32Array(header, HEADER_WORDS * 4 + slots * 8, slots * SLOT_WORDS);
    this.#text = Buffer.from(header, HEADER_WORDS * 4 + slots * (SLOT_WORDS * 4 + 8), TEXT_BYTES);
    this.#buffers = Array.from({ length: slots }, (_, slot) => new Uint8Array(buffers, slot * slotSize, slotSize));
  }

  get state(): LaneState {
    return STATES[Atomics.load(this.#words, WORD_STATE)] ?? 'ended';
  }

  setState(state: LaneState): void {
    Atomics.store(this.#words, WORD_STATE, STATES.indexOf(state));
    this.callLane();
    Atomics.notify(this.#words, WORD_WRITTEN);
  }

  /** Number of chunks submitted and not yet written. */
  get pending(): number {
    return (this.#submitted - this.#written) | 0;
  }

  // --- the side that submits ---

  /** The buffer of a number, counted from 0; undefined where there is none. Says nothing of who has it. */
  buffer(number: number): Uint8Array | undefined {
    return this.#buffers[number];
  }

  /** The next buffer to fill, or undefined while all are waiting to be written. */
  freeBuffer(): Uint8Array | undefined {
    return this.pending < this.memory.slots ? this.#buffers[this.#index(this.#submitted)] : undefined;
  }

  /**
   * Hands over a buffer: the one that `freeBuffer` gave, here or in a ring over the same buffers. Of several such rings one
   * gives the buffers, in turn; in another one a buffer is free again as soon as `freeBuffer` gives any there.
   *
   * @returns The number by which `lengthOf` knows it until as many more were submitted as the ring has buffers.
   */
  submit({ buffer, fd, length, position, way }: Slot): number {
    if (buffer.buffer !== this.memory.buffers) throw new Error('this buffer is none of the ring');
    const index = this.#index(this.#submitted);
    const number = buffer.byteOffset / this.memory.slotSize;
    this.#slotWords.set([fd, length, WAYS.indexOf(way), number], index * SLOT_WORDS);
    this.#positions[index] = BigInt(position);
    Atomics.add(this.#words, WORD_SUBMITTED, 1);
    // Waking a thread takes a good part of the time of writing one buffer, so an idle lane is left alone for a while.
    if (this.pending >= this.#most) this.callLane();
    return index;
  }

  /** Bytes of a buffer that was submitted, as the lane left them: where it reads, they are what it has read. */
  lengthOf(submitted: number): number {
    return this.#slotWords[submitted * SLOT_WORDS + LENGTH_AT] ?? 0;
  }

  /** Wakes the lane, however little there is to write. */
  callLane(): void {
    Atomics.add(this.#words, WORD_CALLS, 1);
    Atomics.notify(this.#words, WORD_CALLS);
  }

  /** Position of the oldest chunk that is not written yet: all before it are. Undefined where there is none. */
  get oldestPosition(): number | undefined {
    const written = this.#written;
    return this.#submitted === written ? undefined : Number(this.#positions[this.#index(written)]);
  }

  /** Blocks until at most `most` chunks are waiting to be written or one more was, `milliseconds` at most. */
  waitUntilPending(most: number, milliseconds: number): void {
    const written = this.#written;
    if (((this.#submitted - written) | 0) > most) Atomics.wait(this.#words, WORD_WRITTEN, written, milliseconds);
  }

  /** What the lane said last. */
  get said(): string {
    return this.#text.toString('utf8', 0, Atomics.load(this.#words, WORD_TEXT_LENGTH));
  }

  // --- the side that writes ---

  /**
   * The oldest chunk that is not written yet, with those behind it that continue it: one large write takes less time than
   * many. Undefined where there is none.
   *
   * @param atMost Of so many buffers.
   */
  oldest(atMost = this.#most): Run | undefined {
    const { pending } = this;
    if (pending === 0) return undefined;
    const written = this.#written;
    const first = this.#slot(written);
    const { slotSize } = this.memory;
    const most = Math.min(pending, atMost);
    let { length } = first;
    let slots = 1;
    while (slots < most && length === slots * slotSize) {
      const next = this.#slot(written + slots);
      if (!continues(next, first, length)) break;
      length += next.length;
      slots++;
    }
    const buffer = new Uint8Array(first.buffer.buffer, first.buffer.byteOffset, slots * slotSize);
    return { ...first, buffer, length, slots };
  }

  /** What `oldest` gave is done: its buffers are free again. */
  release({ slots }: Run): void {
    Atomics.add(this.#words, WORD_WRITTEN, slots);
    Atomics.notify(this.#words, WORD_WRITTEN);
  }

  /** Says how many bytes the oldest buffer has now. */
  tellLength(bytes: number): void {
    this.#slotWords[this.#index(this.#written) * SLOT_WORDS + LENGTH_AT] = bytes;
  }

  /** Blocks until something is submitted or the state changes, `milliseconds` at most. */
  waitForCall(milliseconds: number): void {
    // The count is taken first: what happens after it ends the wait at once.
    const calls = Atomics.load(this.#words, WORD_CALLS);
    if (this.pending === 0 && this.state !== 'stopping') Atomics.wait(this.#words, WORD_CALLS, calls, milliseconds);
  }

  /** Keeps `text` for the engine, at most 2 KiB. */
  say(text: string): void {
    Atomics.store(this.#words, WORD_TEXT_LENGTH, this.#text.write(text, 'utf8'));
  }

  /** Says how it failed, and marks the lane as failed. */
  fail(text: string): void {
    this.say(text);
    this.setState('failed');
  }

  #slot(count: number): Slot {
    const index = this.#index(count);
    const words = this.#slotWords.subarray(index * SLOT_WORDS, (index + 1) * SLOT_WORDS);
    const [fd = -1, length = 0, way = 0, number = -1] = words;
    const buffer = this.#buffers[number];
    if (buffer === undefined) throw new Error(`the ring has no buffer ${number}`);
    return { buffer, fd, length, position: Number(this.#positions[index]), way: WAYS[way] ?? 'plain' };
  }

  #index(count: number): number {
    return (count >>> 0) % this.memory.slots;
  }

  get #submitted(): number {
    return Atomics.load(this.#words, WORD_SUBMITTED);
  }

  get #written(): number {
    return Atomics.load(this.#words, WORD_WRITTEN);
  }
}

/** Whether a chunk begins where `length` bytes from the start of another one end, in memory and in the file. */
function continues(next: Slot, first: Slot, length: number): boolean {
  return (
    next.fd === first.fd &&
    next.way === first.way &&
    next.position === first.position + length &&
    next.buffer.byteOffset === first.buffer.byteOffset + length
  );
}
