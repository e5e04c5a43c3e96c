import { destinationFailure, readBackFailure } from '../fs/failures';
import type { SystemError } from '../fs/systemError';
import type { UncachedRead } from './uncachedReader';

/** What came of a copy: it is durable and was read back, if it was to be; or the call that failed. */
export type Proof =
  | { readonly read: UncachedRead | undefined; readonly durationMs: number }
  | { readonly failed: 'sync' | 'read'; readonly error: SystemError };

/** Throws the failure that a proof tells of. */
export function throwIfUnproved(proof: Proof): asserts proof is Exclude<Proof, { failed: unknown }> {
  if ('failed' in proof) throw proof.failed === 'sync' ? destinationFailure(proof.error) : readBackFailure(proof.error);
}
