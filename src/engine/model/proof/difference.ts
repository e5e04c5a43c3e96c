import * as z from 'zod/mini';

/** Where two readings of what should be the same bytes differ. */
export const DifferenceSchema = z.object({
  /** Offsets in bytes of the first and the last byte that differ. */
  first: z.int(),
  last: z.int(),
  /** Number of blocks of 4096 bytes in which anything differs. */
  blocks: z.int(),
});
export type Difference = z.infer<typeof DifferenceSchema>;
