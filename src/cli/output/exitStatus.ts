import type { JobStatus } from '../../engine/model/result/summary';

/** Exit statuses of the command line. */
export const EXIT = {
  done: 0,
  /** Ended with failures. */
  failed: 1,
  /** Wrong usage: nothing was written. */
  usage: 2,
  /** Cancelled by a signal: 128 + SIGINT. */
  cancelled: 130,
} as const;

/** The exit status for how a job ended. */
export function exitStatusOf(status: JobStatus): number {
  if (status === 'complete') return EXIT.done;
  return status === 'cancelled' ? EXIT.cancelled : EXIT.failed;
}
