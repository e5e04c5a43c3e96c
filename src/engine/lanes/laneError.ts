import * as z from 'zod/mini';
import { FailureError } from '../model/failure/failure';

/** How a lane tells the engine of a failed system call. */
export const LaneErrorSchema = z.object({
  code: z.string(),
  syscall: z.string(),
  message: z.string(),
  offset: z.optional(z.int()),
});

/** What it means for the job that a lane has died, or does not work as it should. */
export function laneCrash(cause: string): FailureError {
  return new FailureError({ code: 'engineCrashed', cause }, 'job');
}
