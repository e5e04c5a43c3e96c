import * as z from 'zod/mini';
import { DigestsSchema, HashAlgorithmSchema } from '../model/proof/digest';

/** Asks a lane for the proof of copies, as open descriptors of the engine: a group of them, or one that is still being written. */
export const ProofTaskSchema = z.object({
  kind: z.literal('prove'),
  /** The memory of the job's shared state. */
  shared: z.instanceof(SharedArrayBuffer),
  /** The part in it of the job's destination. */
  part: z.int(),
  hashAlgorithms: z.array(HashAlgorithmSchema),
  files: z.array(
    z.object({
      path: z.string(),
      fd: z.int(),
      /** Bytes. */
      size: z.int(),
      /** How it is read back; null where it is not. */
      written: z.nullable(
        z.object({ fd: z.int(), access: z.enum(['direct', 'evict', 'cached']), reason: z.optional(z.string()) }),
      ),
    }),
  ),
  /** How far the one copy is written, as `WriteProgress` tells it. */
  progress: z.optional(z.instanceof(SharedArrayBuffer)),
});
export type ProofTask = z.infer<typeof ProofTaskSchema>;

const ReadSchema = z.object({
  bytes: z.int(),
  digests: DigestsSchema,
  reason: z.optional(z.string()),
});

/** What it answers: one proof for each file, or that nobody wants them any more. */
export const ProofAnswerSchema = z.union([
  z.object({ cancelled: z.literal(true) }),
  z.object({
    proofs: z.array(
      z.union([
        z.object({ read: z.nullable(ReadSchema), durationMs: z.number() }),
        z.object({
          failed: z.enum(['sync', 'read']),
          code: z.string(),
          syscall: z.string(),
          message: z.string(),
          offset: z.optional(z.int()),
        }),
      ]),
    ),
  }),
]);
export type ProofAnswer = z.infer<typeof ProofAnswerSchema>;
