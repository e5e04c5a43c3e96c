import { writeChunk } from '../copy/chunkWriter';
import { NodeOpenFile } from '../fs/nodeOpenFile';
import type { Pulse } from '../model/thread/pulse';
import type { RingWork } from './serveRing';

/** The writing lane: writes what buffers hold to where they belong. */
export function writeFrom(pulse: Pulse): RingWork {
  return {
    do({ buffer, fd, length, position, way }) {
      const file = new NodeOpenFile(fd, '', way === 'direct' ? 'writeDirect' : 'write', pulse);
      writeChunk({ file, length, position, sparse: way === 'sparse' }, buffer);
    },
  };
}
