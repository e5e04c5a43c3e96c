import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Discarded } from '../../client/engine/discardJob';
import type { CopyQueue } from '../../client/queue/copyQueue';
import { type EndedJob, findJob, isLeftUnfinished, type StagingChoice } from '../../client/queue/queueState';
import { failureLine } from '../../engine/model/failure/failureText';
import type { Attempt } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import { type PathText, printable } from '../../engine/model/text/pathText';
import type { CommandHandler } from '../../host/registerCommand';
import { translate } from '../../host/translate';
import { UserError } from '../../host/userError';
import { jobIdsOf } from '../arguments/jobArguments';
import { inThisWindow } from './queueElsewhere';

/** What the command needs of the extension. */
export interface RemoveCommandNeeds {
  readonly queue: CopyQueue;
  /** Asks what becomes of the staging folder of an unfinished job; undefined if the job stays in the queue. */
  askAboutDiscarding(summary: JobSummary): Promise<StagingChoice | undefined>;
  /** Removes the staging folder of a job from a destination. */
  discardJob(destination: PathText, jobId: string): Promise<Discarded>;
}

/**
 * "Remove from Queue": takes waiting and ended jobs out; the running one has to be cancelled. Of one that can be
 * resumed the staging folder is removed as well, if the person says so; where it cannot be, the job stays.
 */
export function removeJob(needs: RemoveCommandNeeds): CommandHandler {
  const { queue, askAboutDiscarding } = needs;
  return async (first, second) => {
    for (const jobId of jobIdsOf(first, second)) {
      const job = findJob(queue.state, jobId);
      if (job !== undefined && isLeftUnfinished(job)) {
        const choice = await askAboutDiscarding(job.summary);
        if (choice === undefined) continue;
        if (choice === 'remove') await discard(job, needs);
      }
      await inThisWindow(queue.remove(jobId));
    }
  };
}

/** @throws {UserError} where the staging folder is known to be somewhere and was not removed */
async function discard({ attempt, summary }: EndedJob, { discardJob }: RemoveCommandNeeds): Promise<void> {
  for (const destination of attempt.request.destinations) {
    const discarded = await discardJob(destination, attempt.jobId);
    if ('failure' in discarded) throw new UserError(failureLine(discarded.failure, translate));
    const stagingDir = stagingIn(destination, attempt, summary);
    if (!discarded.wasThere && stagingDir !== null) {
      throw new UserError(
        vscode.l10n.t(
          'The staging folder "{0}" is not there. Connect the drive it is on, or choose to keep it.',
          printable(stagingDir),
        ),
      );
    }
  }
}

/** The staging folder that is known to be in a destination; null where none is. */
function stagingIn(
  destination: PathText,
  { request }: Attempt,
  { stagingDir, destinations }: JobSummary,
): PathText | null {
  if (request.destinations.length === 1) return stagingDir;
  if (destinations !== undefined) return destinations.find(({ path }) => path === destination)?.stagingDir ?? null;
  return stagingDir !== null && dirname(stagingDir) === destination ? stagingDir : null;
}
