import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import { findJob } from '../../client/queue/queueState';
import { recordsOfEnd } from '../../engine/model/result/summary';
import { isPlainText } from '../../engine/model/text/pathText';
import { isThere } from '../../host/isThere';
import type { CommandHandler } from '../../host/registerCommand';
import { reportPath } from '../../host/reportFile';
import { UserError } from '../../host/userError';
import { jobIdsOf } from '../arguments/jobArguments';

/** What the commands need of the extension. */
export interface ReportCommandNeeds {
  readonly queue: CopyQueue;
  /** Shows a job in the editor: how it goes while it runs, its report when it has ended. */
  showJob(jobId: string): Promise<void>;
}

/** "Open Report": shows a job in the editor; without an id the one that runs, or the last one. */
export function openReport({ queue, showJob }: ReportCommandNeeds): CommandHandler {
  return (wanted) => showJob(wantedJob(queue, wanted));
}

/** "Open Report in Browser": the same file in the system's browser, where that is on the machine that has it. */
export function openReportInBrowser({ queue }: ReportCommandNeeds): CommandHandler {
  return async (wanted) => {
    const job = findJob(queue.state, wantedJob(queue, wanted));
    const recordsDir = job !== undefined && 'summary' in job ? recordsOfEnd(job.summary) : null;
    if (recordsDir === null) throw new UserError(vscode.l10n.t('This job has no report yet.'));
    const path = reportPath(recordsDir);
    if (vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web || !isPlainText(path)) {
      throw new UserError(
        vscode.l10n.t(
          'A browser cannot reach this report from here. Use "Open Report", or download report.html first.',
        ),
      );
    }
    if (!(await isThere(path)))
      throw new UserError(vscode.l10n.t('The report is not there any more. Check that its drive is connected.'));
    await vscode.env.openExternal(vscode.Uri.file(path));
  };
}

function wantedJob({ state }: CopyQueue, wanted: unknown): string {
  const { running, ended } = state;
  const jobId = jobIdsOf(wanted)[0] ?? running?.attempt.jobId ?? ended.at(-1)?.attempt.jobId;
  if (jobId === undefined) throw new UserError(vscode.l10n.t('No job has run yet, so there is no report.'));
  return jobId;
}
