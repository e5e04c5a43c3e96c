import * as z from 'zod/mini';
import { HashAlgorithmSchema } from '../model/proof/digest';
import { FileTaskSchema } from './fileMessages';
import { ProofTaskSchema } from './proofMessages';
import { SourceTaskSchema } from './sourceMessages';

const RingSchema = z.object({
  buffers: z.instanceof(SharedArrayBuffer),
  header: z.instanceof(SharedArrayBuffer),
  slots: z.int(),
  slotSize: z.int(),
});

/**
 * Asks a lane to write what the buffers of a ring hold, or to fill them by reading, until the engine says that it is to stop; the
 * answer comes then.
 */
const MovingTaskSchema = z.object({
  kind: z.enum(['write', 'read']),
  ring: RingSchema,
  /** The memory of the job's shared state: its pulse beats with every call that returns. */
  shared: z.instanceof(SharedArrayBuffer),
});

/** The same, to take digests of what the buffers hold. */
const DigestTaskSchema = z.object({
  kind: z.literal('digest'),
  ring: RingSchema,
  hashAlgorithms: z.array(HashAlgorithmSchema),
});

/** What the engine may ask a lane to do. */
export const LaneTaskSchema = z.discriminatedUnion('kind', [
  MovingTaskSchema,
  DigestTaskSchema,
  ProofTaskSchema,
  SourceTaskSchema,
  FileTaskSchema,
]);
/** A task that lasts as long as its ring is used. */
export type RingTask = z.infer<typeof MovingTaskSchema> | z.infer<typeof DigestTaskSchema>;
export type LaneTask = z.infer<typeof LaneTaskSchema>;
