const WASM_PAGE = 64 * 1024;

/** Direct reads take whole pages at page boundaries; 4096 bytes suit every sector size there is. */
export const DIRECT_ALIGNMENT = 4096;

/**
 * Memory that direct I/O takes as it is: page-aligned, which a plain buffer is not, shared between threads, and touched,
 * because btrfs silently reads through its cache into memory that nobody has touched yet.
 */
export function allocateAligned(bytes: number): SharedArrayBuffer {
  const pages = Math.ceil(bytes / WASM_PAGE);
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  new Uint8Array(buffer).fill(1);
  return buffer;
}
