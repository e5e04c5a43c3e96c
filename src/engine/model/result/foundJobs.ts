import * as z from 'zod/mini';
import { FailureSchema } from '../failure/failure';
import { AttemptSchema } from '../job/job';
import { JobSummarySchema } from './summary';

/** Absolute path (PathText) of the staging folder. */
const stagingDir = z.string();

const StagedJobSchema = z.union([
  /** With the further attempt that would continue it. */
  z.object({ stagingDir, next: AttemptSchema }),
  /** One that cannot be continued, and why. */
  z.object({ stagingDir, failure: FailureSchema }),
]);
/** A job that lies unfinished in a destination. */
export type StagedJob = z.infer<typeof StagedJobSchema>;

export const FoundJobsSchema = z.object({
  staged: z.array(StagedJobSchema),
  /** The job that ended last of all, by its records, and the attempt that would follow; null where there is none, or
   * something lies unfinished. */
  last: z.nullable(z.object({ summary: JobSummarySchema, next: AttemptSchema })),
});
/** What jobs have left in a destination. */
export type FoundJobs = z.infer<typeof FoundJobsSchema>;
