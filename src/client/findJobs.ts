import type { FoundJobs } from '../engine/model/foundJobs';
import type { PathText } from '../engine/model/pathText';
import { askEngine } from './engineQuestion';

/**
 * What jobs have left in a folder, looked at by an engine thread of its own. Rejects where the folder cannot be read.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 */
export async function findJobs(workerPath: string, folder: PathText): Promise<FoundJobs> {
  const answer = await askEngine(workerPath, 'evidence-copy search', { type: 'find', folder });
  if (answer.type !== 'found') throw new Error('not an answer of the engine');
  return answer.jobs;
}
