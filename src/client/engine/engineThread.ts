import { Worker } from 'node:worker_threads';
import type { EngineData } from '../../engine/model/thread/protocol';

/** A large young generation saves no time here and lets memory grow with the number of files. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 16 };

/**
 * Starts an engine thread, which runs from then on beside this one.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 */
export function startEngineThread(workerPath: string, workerData: EngineData): Worker {
  return new Worker(workerPath, { name: 'evidence-copy engine', resourceLimits: RESOURCE_LIMITS, workerData });
}
