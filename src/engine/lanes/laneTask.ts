import * as z from 'zod/mini';
import { ProofTaskSchema } from './proofMessages';
import { SourceTaskSchema } from './sourceMessages';

/** Asks a lane to write what a ring holds until the engine says that it is to stop; the answer comes then. */
const WriteTaskSchema = z.object({
  kind: z.literal('write'),
  ring: z.object({
    buffers: z.instanceof(SharedArrayBuffer),
    header: z.instanceof(SharedArrayBuffer),
    slots: z.int(),
    slotSize: z.int(),
  }),
  /** The memory of the job's shared state: its pulse beats with every write that returns. */
  shared: z.instanceof(SharedArrayBuffer),
});

/** What the engine may ask a lane to do. */
export const LaneTaskSchema = z.discriminatedUnion('kind', [WriteTaskSchema, ProofTaskSchema, SourceTaskSchema]);
export type LaneTask = z.infer<typeof LaneTaskSchema>;
