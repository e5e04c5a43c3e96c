import { Worker } from 'node:worker_threads';
import { type EngineData, type FromEngine, FromEngineSchema, type ToEngine } from '../../engine/model/thread/protocol';

/**
 * Asks an engine thread of its own one question and gives the answer. Rejects where the thread dies or says something else
 * than an engine would.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 */
export function askEngine(workerPath: string, name: string, question: ToEngine): Promise<FromEngine> {
  const worker = new Worker(workerPath, { name, workerData: { application: null } satisfies EngineData });
  const answer = new Promise<FromEngine>((resolve, reject) => {
    worker.on('message', (message: unknown) => {
      const parsed = FromEngineSchema.safeParse(message);
      if (parsed.success) resolve(parsed.data);
      else reject(new Error('not an answer of the engine'));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the engine thread ended with code ${code}`)));
  });
  worker.postMessage(question);
  return answer.finally(() => worker.terminate());
}
