import type { RingMemory } from './ring';

/** What a write lane is given when it is started: plain data that may be posted. */
export interface WriteLaneData {
  readonly kind: 'write';
  readonly ring: RingMemory;
  /** The words of the job's pulse. */
  readonly pulse: Int32Array;
}

/** What a proof lane is given: what it needs of a job comes with each group. */
export interface ProofLaneData {
  readonly kind: 'proof';
}

/** The engine alone starts lanes, and shared memory has no form that a schema could check. */
export type LaneData = WriteLaneData | ProofLaneData;
