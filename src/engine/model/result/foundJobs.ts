import * as z from 'zod/mini';
import { FailureSchema } from '../failure/failure';
import { AttemptSchema } from '../job/job';
import { JobSummarySchema } from './summary';

const StagedJobSchema = z.object({
  /** Absolute path (PathText) of the staging folder. */
  stagingDir: z.string(),
  /** The further attempt that would continue it; absent where that cannot be known. */
  next: z.optional(AttemptSchema),
  /** Why it cannot be continued. */
  failure: z.optional(FailureSchema),
});
/** A job that lies unfinished in a destination. */
export type StagedJob = z.infer<typeof StagedJobSchema>;

export const FoundJobsSchema = z.object({
  staged: z.array(StagedJobSchema),
  /** The job that ended last of all, by its records, and the attempt that would follow; null where there is none. */
  last: z.nullable(z.object({ summary: JobSummarySchema, next: AttemptSchema })),
});
/** What jobs have left in a destination. */
export type FoundJobs = z.infer<typeof FoundJobsSchema>;
