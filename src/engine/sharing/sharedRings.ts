import type { RingLender } from '../lanes/largeFileLanes';
import type { BufferStock } from '../memory/bufferStock';
import { type RingMemory, ringOver } from '../memory/ring';

/** Lends a ring to the write lane of each destination, all over the same buffers: what was read once is written from them by all. */
export class SharedRings implements RingLender {
  #first: RingMemory | undefined;
  #lent = 0;

  /** @param stock Lends the buffers, and gets them back with the last ring. */
  constructor(private readonly stock: BufferStock) {}

  takeRing(slots: number, slotSize: number): RingMemory {
    this.#lent++;
    if (this.#first !== undefined) return ringOver(this.#first.buffers, slots, slotSize);
    this.#first = this.stock.takeRing(slots, slotSize);
    return this.#first;
  }

  giveBack(): void {
    this.#lent--;
    if (this.#lent > 0 || this.#first === undefined) return;
    this.stock.giveBack(this.#first);
    this.#first = undefined;
  }
}
