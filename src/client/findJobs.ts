import { Worker } from 'node:worker_threads';
import type { FoundJobs } from '../engine/model/foundJobs';
import type { PathText } from '../engine/model/pathText';
import { type EngineData, FromEngineSchema, type ToEngine } from '../engine/model/protocol';

/**
 * What jobs have left in a folder, looked at by an engine thread of its own. Rejects where the folder cannot be read.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 */
export function findJobs(workerPath: string, folder: PathText): Promise<FoundJobs> {
  const worker = new Worker(workerPath, {
    name: 'evidence-copy search',
    workerData: { application: null } satisfies EngineData,
  });
  const found = new Promise<FoundJobs>((resolve, reject) => {
    worker.on('message', (message: unknown) => {
      const parsed = FromEngineSchema.safeParse(message);
      if (parsed.success && parsed.data.type === 'found') resolve(parsed.data.jobs);
      else reject(new Error('not an answer of the engine'));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the engine thread ended with code ${code}`)));
  });
  const question: ToEngine = { type: 'find', folder };
  worker.postMessage(question);
  return found.finally(() => worker.terminate());
}
