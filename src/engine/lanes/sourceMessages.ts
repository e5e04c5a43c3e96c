import * as z from 'zod/mini';
import { SourceStatementSchema } from '../model/proof/sourceStatement';
import { SourcePlaceSchema } from '../plan/selection';

/** Asks a lane to look at the sources of a job once more. */
export const SourceTaskSchema = z.object({
  kind: z.literal('lookAtSources'),
  /** The memory of the job's shared state. */
  shared: z.instanceof(SharedArrayBuffer),
  /** The part in it of the job's destination. */
  part: z.int(),
  /** The frozen plan, as an open descriptor of the engine. */
  plan: z.object({ fd: z.int(), path: z.string() }),
  sources: z.array(SourcePlaceSchema),
});
export type SourceTask = z.infer<typeof SourceTaskSchema>;

/** What it answers: how they compared, or that nobody wants to know any more. */
export const SourceAnswerSchema = z.union([
  z.object({ cancelled: z.literal(true) }),
  z.object({ statement: SourceStatementSchema }),
]);
export type SourceAnswer = z.infer<typeof SourceAnswerSchema>;
