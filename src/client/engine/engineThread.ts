import { Worker } from 'node:worker_threads';
import type { EngineData } from '../../engine/model/thread/protocol';

/**
 * A larger young generation saves little time where lanes copy the files, and takes more memory. No job comes near the limit
 * of the old one; but with a limit of 2 GiB and more, V8 lets four times of what lives come together before it collects, and
 * with a smaller one half as much.
 */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 2000 };

/**
 * Starts an engine thread, which runs from then on beside this one.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 */
export function startEngineThread(workerPath: string, workerData: EngineData): Worker {
  return new Worker(workerPath, { name: 'evidence-copy engine', resourceLimits: RESOURCE_LIMITS, workerData });
}
