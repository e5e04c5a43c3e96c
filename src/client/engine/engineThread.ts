import { Worker } from 'node:worker_threads';
import type { EngineData } from '../../engine/model/thread/protocol';

/** A larger young generation saves little time where lanes copy the files, and takes more memory. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 16 };

/**
 * Starts an engine thread, which runs from then on beside this one.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 */
export function startEngineThread(workerPath: string, workerData: EngineData): Worker {
  return new Worker(workerPath, { name: 'evidence-copy engine', resourceLimits: RESOURCE_LIMITS, workerData });
}
