import { availableParallelism } from 'node:os';
import type { Lanes } from '../model/job/job';
import type { Volume } from '../model/result/volume';

/**
 * How many threads a job has, its engine's own among them. Left to itself: threads that wait for a single core only cost, and
 * a disk that rotates is not read while it is written, because its head would go to and fro between the two.
 *
 * @param destination Null where the system does not say.
 */
export function laneCount(wanted: Lanes, destination: Volume | null, cores = availableParallelism()): number {
  if (wanted !== 'auto') return Number(wanted);
  if (cores < 2) return 1;
  return destination?.disk?.isRotational === true ? 2 : 3;
}
