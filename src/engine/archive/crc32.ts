import { crc32 } from 'node:zlib';

// Stands for the package `buffer-crc32` in the bundle: the table in JavaScript limits a stored ZIP to 0.4 GB/s.

/** The CRC-32 of bytes, continued from `previous`. */
export function unsigned(bytes: Uint8Array, previous = 0): number {
  return crc32(bytes, previous);
}
