import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import { notify } from '../../host/notify';
import type { CommandHandler } from '../../host/registerCommand';
import { jobIdsOf } from '../arguments/jobArguments';

/** "Abandon Job": gives up the running job, whose device does not answer; the next one can begin. */
export function abandonJob(queue: CopyQueue): CommandHandler {
  return (first) => {
    const [jobId = queue.state.running?.attempt.jobId ?? ''] = jobIdsOf(first);
    if (queue.abandon(jobId)) return;
    void notify('information', vscode.l10n.t('There is nothing to abandon: every device answers.'));
  };
}
