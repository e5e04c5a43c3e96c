import { writeChunk } from '../copy/chunkWriter';
import { NodeOpenFile } from '../fs/nodeOpenFile';
import { SystemError } from '../fs/systemError';
import type { Ring } from '../memory/ring';
import type { Pulse } from '../model/thread/pulse';
import { LaneErrorSchema } from './laneError';

/** How long an idle lane sleeps before it looks again by itself. */
const IDLE_MS = 1000;

/**
 * The writing thread: writes what the ring holds, in order, until it is asked to stop. After a failure it lets chunks
 * pass unwritten until the engine has taken note, so that the engine never waits for it in vain.
 */
export function runWriteLane(ring: Ring, pulse: Pulse): void {
  for (;;) {
    const run = ring.oldest();
    if (run === undefined) {
      if (ring.state === 'stopping') break;
      ring.waitForCall(IDLE_MS);
      continue;
    }
    if (ring.state !== 'failed') {
      try {
        const { buffer, fd, length, position, way } = run;
        const file = new NodeOpenFile(fd, '', way === 'direct' ? 'writeDirect' : 'write', pulse);
        writeChunk({ file, length, position, sparse: way === 'sparse' }, buffer);
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
    error instanceof SystemError ? error : new SystemError('UNKNOWN', 'write', '', String(error));
  return JSON.stringify(LaneErrorSchema.parse({ code, syscall, message, offset }));
}
