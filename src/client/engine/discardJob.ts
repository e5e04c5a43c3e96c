import type { Failure } from '../../engine/model/failure/failure';
import type { PathText } from '../../engine/model/text/pathText';
import { askEngine } from './engineQuestion';

/** What came of discarding: whether there was a staging folder, or why it was left. */
export type Discarded = { readonly wasThere: boolean } | { readonly failure: Failure };

/**
 * Removes the staging folder of an unfinished job, by an engine thread of its own.
 *
 * @param workerPath Absolute path of the bundled engine thread.
 */
export async function discardJob(workerPath: string, destination: PathText, jobId: string): Promise<Discarded> {
  const answer = await askEngine(workerPath, 'evidence-copy discard', { type: 'discard', destination, jobId });
  if (answer.type === 'discarded') return { wasThere: answer.wasThere };
  if (answer.type === 'notDiscarded') return { failure: answer.failure };
  throw new Error('not an answer of the engine');
}
