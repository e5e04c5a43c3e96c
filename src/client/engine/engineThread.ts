import { Worker } from 'node:worker_threads';
import type { EngineData } from '../../engine/model/thread/protocol';

/**
 * Large enough that what is known of a group of files is not taken for old while the group is copied; then it would lie in memory
 * until all of the heap is collected. A larger one takes more itself.
 */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 48 };

/**
 * Starts an engine thread, which runs from then on beside this one.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 */
export function startEngineThread(workerPath: string, workerData: EngineData): Worker {
  return new Worker(workerPath, { name: 'evidence-copy engine', resourceLimits: RESOURCE_LIMITS, workerData });
}
