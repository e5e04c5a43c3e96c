import * as z from 'zod/mini';
import { WrittenEntrySchema } from '../ledger/ledger';
import { FailureSchema } from '../model/failure/failure';

/** What became of one planned item, as the ledger and the progress of the job take it. Plain data. */
export const EndedItemSchema = z.extend(WrittenEntrySchema, {
  /** Planned bytes; 0 for what has no content. */
  planned: z.int(),
  /** Bytes that went through its passes. */
  passed: z.int(),
  /** The failure with which the job stops: no item after it in the plan gets an entry. */
  stop: z.optional(FailureSchema),
});
export type EndedItem = z.infer<typeof EndedItemSchema>;
