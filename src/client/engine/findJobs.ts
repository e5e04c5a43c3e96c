import { FailureError } from '../../engine/model/failure/failure';
import type { FoundJobs } from '../../engine/model/result/foundJobs';
import type { PathText } from '../../engine/model/text/pathText';
import { askEngine } from './engineQuestion';

/**
 * What jobs have left in a folder, looked at by an engine thread of its own. Rejects with a {@link FailureError}
 * where the folder cannot be read, or what lies in it does not tell.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 * @param recordsDir Where the records of jobs with that destination are, if not in it.
 */
export async function findJobs(workerPath: string, folder: PathText, recordsDir?: PathText): Promise<FoundJobs> {
  const question = { type: 'find', folder, ...(recordsDir !== undefined && { recordsDir }) } as const;
  const answer = await askEngine(workerPath, 'evidence-copy search', question);
  if (answer.type === 'notSearched') throw new FailureError(answer.failure, 'job');
  if (answer.type !== 'found') throw new Error('not an answer of the engine');
  return answer.jobs;
}
