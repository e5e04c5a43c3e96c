import { availableParallelism } from 'node:os';
import type { PlanTotals } from '../model/item/plan';
import type { Lanes } from '../model/job/job';
import type { Volume } from '../model/result/volume';
import { GROUP } from '../verify/prover';

const MiB = 1024 * 1024;

/** Handing buffers over pays only where many follow each other, and starting a thread takes as long as copying this much. */
export const WORTH_A_LANE = 8 * MiB;

/** To copy so many small files takes longer than to start the threads that copy them side by side. */
const MANY_FILES = 1024;

/**
 * How many threads a job has, its engine's own among them. Left to itself: threads that wait for a single core only cost, and
 * a disk that rotates is not read while it is written, because its head would go to and fro between the two.
 *
 * @param destination Null where the system does not say.
 */
export function laneCount(wanted: Lanes, destination: Volume | null, cores = availableParallelism()): number {
  if (wanted !== 'auto') return Number(wanted);
  if (cores < 2) return 1;
  if (destination?.disk?.isRotational === true) return 2;
  return cores < 4 ? 3 : 4;
}

/**
 * How many lanes copy small files, beside the engine's thread that does so, too: as many as there are cores for. Not where there are
 * fewer threads than three, which copy and prove at the same time as it is, nor where all is copied before a lane has started.
 */
export function fileLaneCount(
  { files }: Readonly<PlanTotals>,
  threads: number,
  cores = availableParallelism(),
): number {
  return threads < 3 || files < MANY_FILES ? 0 : Math.max(1, Math.min(threads, cores) - 1);
}

/** Whether a job of `threads` has work for a lane, by what is planned of it so far. */
export function needsLane({ bytes, files, largest }: Readonly<PlanTotals>, threads: number): boolean {
  const writes = threads > 1 && largest !== null && largest.size >= WORTH_A_LANE;
  // An only group is proved on the engine's own thread.
  const proves = threads > 2 && (files > GROUP.descriptors || bytes > GROUP.bytes);
  return writes || proves;
}
