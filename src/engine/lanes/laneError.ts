import * as z from 'zod/mini';

/** How a lane tells the engine of a failed system call. */
export const LaneErrorSchema = z.object({
  code: z.string(),
  syscall: z.string(),
  message: z.string(),
  offset: z.optional(z.int()),
});
