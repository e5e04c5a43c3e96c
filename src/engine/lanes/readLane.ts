import { NodeOpenFile } from '../fs/nodeOpenFile';
import { SystemError } from '../fs/systemError';
import type { Ring } from '../memory/ring';
import type { Pulse } from '../model/thread/pulse';
import type { RingWork } from './serveRing';

/**
 * The lane that reads ahead: fills buffers, each as far as was asked for or the file goes, and tells how far that was. Where
 * reading fails that is the end of the bytes before, and the failure has the place.
 */
export function readInto(pulse: Pulse): RingWork {
  return {
    // One by one: the first is wanted as soon as it is there.
    atMost: 1,
    do({ buffer, fd, length, position }, ring) {
      const file = new NodeOpenFile(fd, '', 'read', pulse);
      let filled = 0;
      try {
        while (filled < length) {
          const count = file.read(buffer.subarray(filled, length), length - filled, position + filled);
          if (count === 0) break;
          filled += count;
        }
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        throw new SystemError(error.code, error.syscall, '', error.message, position + filled);
      } finally {
        ring.tellLength(filled);
      }
    },
    pass: (ring: Ring) => ring.tellLength(0),
  };
}
