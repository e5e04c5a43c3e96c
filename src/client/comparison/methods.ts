import type { JobRequest } from '../../engine/model/job/job';

/** Names of the ways of copying that are compared, as people and programs read them. */
export type MethodName = 'three-pass' | 'buffer reuse' | 'stream';

/** One way of copying that is compared. */
export interface ComparedMethod {
  readonly name: MethodName;
  readonly choices: Pick<JobRequest, 'useBufferReuse' | 'verification'>;
}

/** In the order in which they are shown. Both sides of buffer reuse reach the same grade. */
export const METHODS: readonly ComparedMethod[] = [
  { name: 'three-pass', choices: { useBufferReuse: false, verification: 'readBack' } },
  { name: 'buffer reuse', choices: { useBufferReuse: true, verification: 'readBack' } },
  { name: 'stream', choices: { useBufferReuse: true, verification: 'stream' } },
];

/** A copy that takes less time is made more often: a single outlier then moves no median. In milliseconds. */
const QUICK_MS = 3_000;

/**
 * All runs in their order: there and back again, and once more where that is quick. A machine that gets slower or faster
 * meanwhile does so to each method alike.
 *
 * @param warmUpMs how long the copy took that is not measured
 */
export function runOrder(warmUpMs: number): readonly ComparedMethod[] {
  const thereAndBack = [...METHODS, ...METHODS.toReversed()];
  return warmUpMs < QUICK_MS ? [...thereAndBack, ...thereAndBack] : thereAndBack;
}
