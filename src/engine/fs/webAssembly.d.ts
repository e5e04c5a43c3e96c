// The part of WebAssembly that the ring uses: @types/node leaves it to the DOM library, which has no place here.
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: true });
    /** Page-aligned shared memory. */
    readonly buffer: SharedArrayBuffer;
  }
}
