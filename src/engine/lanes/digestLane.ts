import type { DigestSet, DigestSource } from '../digests/digester';
import type { RingWork } from './serveRing';

/**
 * The lane that takes a share of the digests: of one file after another, each from its start. A buffer without bytes is the end of
 * a file: then it says the digests, as JSON.
 */
export function digestFrom(digester: DigestSource): RingWork {
  let digests: DigestSet | undefined;
  let bytes = 0;
  return {
    // One by one: each is wanted back as soon as it is done.
    atMost: 1,
    do({ buffer, length, position }, ring) {
      if (position === 0) {
        digests = digester.begin();
        bytes = 0;
      }
      digests?.update(buffer.subarray(0, length));
      bytes += length;
      if (length === 0) ring.say(JSON.stringify({ bytes, digests: digests?.finish() }));
    },
  };
}
