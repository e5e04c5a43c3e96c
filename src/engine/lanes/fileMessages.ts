import * as z from 'zod/mini';
import { EndedItemSchema } from '../copy/endedItem';
import { FailureSchema } from '../model/failure/failure';
import { JobRequestSchema } from '../model/job/job';
import { parserOf } from '../model/parser';
import { SourcePlaceSchema } from '../plan/selection';

/** An open folder of the engine: its path for messages, and how another thread opens it too. */
const FolderSchema = z.object({ path: z.string(), address: z.string() });

/** Asks a lane to copy files that follow each other in the plan, and to prove them: a span. */
export const FileTaskSchema = z.object({
  kind: z.literal('copy'),
  /** The memory of the job's shared state. */
  shared: z.instanceof(SharedArrayBuffer),
  /** The part in it of the job's destination. */
  part: z.int(),
  /** Number of the attempt. */
  attempt: z.int(),
  /** Without its sources, which may be many. */
  request: JobRequestSchema,
  /** The sources that the files are of. */
  sources: z.array(SourcePlaceSchema),
  /** The names of these sources at the destination, as pairs with those that they have in the plan. */
  finalNames: z.array(z.tuple([z.string(), z.string()])),
  /** What the destination can hold. */
  rules: z.object({ symbolicLinks: z.boolean() }),
  payload: FolderSchema,
  destination: FolderSchema,
  /** The planned files as JSON: text takes a fraction of the time of objects on its way to another thread. */
  files: z.string(),
});
export type FileTask = z.infer<typeof FileTaskSchema>;

const FileAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancelled') }),
  z.object({
    kind: z.literal('ended'),
    items: z.array(EndedItemSchema),
    /** Why the job stops. */
    stop: z.optional(FailureSchema),
  }),
]);
/** What it answers: what the files came to, or that nobody wants to know any more. */
export type FileAnswer = z.infer<typeof FileAnswerSchema>;
/** Throws where it is not an answer of a lane that copies. */
export const parseFileAnswer = parserOf(FileAnswerSchema);
