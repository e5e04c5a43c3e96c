import { allocateAligned } from './alignedMemory';
import { allocateRing, type RingMemory } from './ring';

/**
 * The buffers of an engine thread, lent to one job after another. Shared memory that is let go of is taken back late or
 * never (60 jobs with a ring each grew the process by half a gigabyte), so it is allocated once.
 */
export class BufferStock {
  readonly #buffers = new Map<number, Uint8Array>();
  readonly #aligned = new Map<number, Uint8Array>();
  /** Those that nobody has, by what they are. */
  readonly #rings = new Map<string, RingMemory>();

  /** A buffer of `size` bytes; the next who asks for as many gets the same one. */
  buffer(size: number): Uint8Array {
    const buffer = this.#buffers.get(size) ?? Buffer.alloc(size);
    this.#buffers.set(size, buffer);
    return buffer;
  }

  /** Like `buffer`, in memory that direct reads take. */
  aligned(size: number): Uint8Array {
    const buffer = this.#aligned.get(size) ?? new Uint8Array(allocateAligned(size));
    this.#aligned.set(size, buffer);
    return buffer;
  }

  /** A ring for one lane, empty. It is the borrower's until it is given back. */
  takeRing(slots: number, slotSize: number): RingMemory {
    const kept = this.#rings.get(kindOf({ slots, slotSize }));
    if (kept === undefined) return allocateRing(slots, slotSize);
    this.#rings.delete(kindOf(kept));
    new Uint8Array(kept.header).fill(0);
    return kept;
  }

  /** Takes back a ring that no thread uses any more. */
  giveBack(ring: RingMemory): void {
    this.#rings.set(kindOf(ring), ring);
  }
}

function kindOf({ slots, slotSize }: Pick<RingMemory, 'slots' | 'slotSize'>): string {
  return `${slots} of ${slotSize}`;
}
