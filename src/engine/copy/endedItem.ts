import * as z from 'zod/mini';
import { WrittenEntrySchema } from '../ledger/ledger';

/** What became of one planned item, as the ledger and the progress of the job take it. Plain data. */
export const EndedItemSchema = z.extend(WrittenEntrySchema, {
  /** Planned bytes; 0 for what has no content. */
  planned: z.int(),
  /** Bytes that went through its passes. */
  passed: z.int(),
  /** The job stops with it: no item after it in the plan gets an entry. */
  isLast: z.boolean(),
});
export type EndedItem = z.infer<typeof EndedItemSchema>;
