import { SystemError } from '../fs/systemError';
import type { Ring, Run } from '../memory/ring';
import { LaneErrorSchema } from './laneError';

/** How long an idle lane sleeps before it looks again by itself. */
const IDLE_MS = 1000;

/** What a lane does with the buffers of a ring. Throws what the file system throws. */
export interface RingWork {
  /** How many buffers are done at once, at most; undefined: as many as the ring gives. */
  readonly atMost?: number;
  do(run: Run, ring: Ring): void;
  /** Does without: something before has failed. */
  pass?(ring: Ring): void;
}

/**
 * The lane's end of a ring: does the work with each buffer, in order, until it is asked to stop. After a failure it lets buffers
 * pass until the engine has taken note, so that the engine never waits for it in vain.
 */
export function serveRing(ring: Ring, work: RingWork): void {
  for (;;) {
    const run = ring.oldest(work.atMost);
    if (run === undefined) {
      if (ring.state === 'stopping') break;
      ring.waitForCall(IDLE_MS);
      continue;
    }
    if (ring.state === 'failed') work.pass?.(ring);
    else {
      try {
        work.do(run, ring);
      } catch (error) {
        ring.fail(describe(error));
      }
    }
    ring.release(run);
  }
  ring.setState('ended');
}

function describe(error: unknown): string {
  const { code, syscall, message, offset } =
    error instanceof SystemError ? error : new SystemError('UNKNOWN', 'lane', '', String(error));
  return JSON.stringify(LaneErrorSchema.parse({ code, syscall, message, offset }));
}
