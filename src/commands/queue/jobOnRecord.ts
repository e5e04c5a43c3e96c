import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import { findJob } from '../../client/queue/queueState';
import type { JobRequest } from '../../engine/model/job/job';
import { UserError } from '../../host/userError';
import { jobIdsOf } from '../arguments/jobArguments';

/**
 * What the job is to do that a command was called for.
 * @throws {UserError} if it is not in the queue any more
 */
export function requestOfJob(queue: CopyQueue, wanted: unknown): JobRequest {
  const job = findJob(queue.state, jobIdsOf(wanted)[0] ?? '');
  if (job === undefined) throw new UserError(vscode.l10n.t('Choose a job in the Batch Queue.'));
  return job.attempt.request;
}
