import * as z from 'zod/mini';

const MiB = 1024 * 1024;

/** Files below this many bytes are read whole into one buffer. */
export const SMALL_LIMIT = MiB;

/** Files of at least this many bytes count as large. */
export const LARGE_LIMIT = 100 * MiB;

export const SizeClassSchema = z.enum(['small', 'medium', 'large']);
/** By size: `small` is read whole, `medium` and `large` are streamed. */
export type SizeClass = z.infer<typeof SizeClassSchema>;

/** The class of a file of `size` bytes: small < 1 MiB, medium < 100 MiB, large from there on. */
export function sizeClassOf(size: number): SizeClass {
  if (size < SMALL_LIMIT) return 'small';
  return size < LARGE_LIMIT ? 'medium' : 'large';
}
