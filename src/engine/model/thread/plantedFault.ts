import * as z from 'zod/mini';

/**
 * A fault that an engine thread makes happen to one file, so that an installation can be seen to find it. Only the
 * self-test starts such a thread; no job of a person runs on it, because the fault is given when the thread is started.
 *
 * `bitFlip` writes one bit of the file wrongly, `truncation` writes half of what it says it wrote, `fullDestination` finds
 * no space left, `readError` cannot read the source.
 */
export const PlantedFaultSchema = z.object({
  kind: z.enum(['bitFlip', 'truncation', 'fullDestination', 'readError']),
  /** Name of the file it happens to, wherever it lies. PathText. */
  name: z.string(),
});
export type PlantedFault = z.infer<typeof PlantedFaultSchema>;
