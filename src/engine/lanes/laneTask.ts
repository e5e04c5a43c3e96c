import * as z from 'zod/mini';
import { ProofTaskSchema } from './proofMessages';
import { SourceTaskSchema } from './sourceMessages';

/**
 * Asks a lane to write what the buffers of a ring hold, or to fill them by reading, until the engine says that it is to stop; the
 * answer comes then.
 */
const RingTaskSchema = z.object({
  kind: z.enum(['write', 'read']),
  ring: z.object({
    buffers: z.instanceof(SharedArrayBuffer),
    header: z.instanceof(SharedArrayBuffer),
    slots: z.int(),
    slotSize: z.int(),
  }),
  /** The memory of the job's shared state: its pulse beats with every call that returns. */
  shared: z.instanceof(SharedArrayBuffer),
});

/** What the engine may ask a lane to do. */
export const LaneTaskSchema = z.discriminatedUnion('kind', [RingTaskSchema, ProofTaskSchema, SourceTaskSchema]);
/** A task that lasts as long as its ring is used. */
export type RingTask = z.infer<typeof RingTaskSchema>;
export type LaneTask = z.infer<typeof LaneTaskSchema>;
