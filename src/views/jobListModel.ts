import type { QueueState, RunningEntry } from '../client/copyQueue';
import type { Attempt } from '../engine/model/job';
import { type PathText, printable } from '../engine/model/pathText';
import type { JobSummary } from '../engine/model/summary';
import { jobName } from './jobNameModel';
import { activityText, amountText, failedText, percentText, rateText } from './progressModel';
import { resultModel } from './resultModel';
import type { Translate } from './translate';

/** What can be done with a job in the list. */
export type JobAction = 'pause' | 'resume' | 'cancel' | 'remove' | 'showResult' | 'showInFolder' | 'showLog';

/** One job in the list of copies. All texts are plain: whoever shows them keeps them from being taken for icons. */
export interface JobRow {
  readonly group: 'running' | 'waiting' | 'ended';
  readonly jobId: string;
  /** Name of a codicon. */
  readonly icon: string;
  readonly name: string;
  readonly description: string;
  readonly detail: string;
  readonly actions: readonly JobAction[];
  /** What "Show in Folder" shows. */
  readonly folder: PathText | null;
}

/** The running job, those that wait, and how jobs ended, newest first: the last ones, and those nobody has looked at. */
export function jobListModel(state: QueueState, t: Translate): readonly JobRow[] {
  const older = state.unseen.filter((summary) => !state.recent.includes(summary));
  const ended = [...older, ...state.recent].reverse();
  return [
    ...(state.running === null ? [] : [runningRow(state.running, t)]),
    ...state.waiting.map((attempt, index) => waitingRow(attempt, index, t)),
    ...ended.map((summary) => endedRow(summary, t)),
  ];
}

function runningRow(running: RunningEntry, t: Translate): JobRow {
  const { jobId, request } = running.attempt;
  const pauseOrResume: JobAction = running.paused ? 'resume' : 'pause';
  return {
    group: 'running',
    jobId,
    icon: running.paused ? 'debug-pause' : 'sync~spin',
    name: jobName(request, t),
    description: present([activityText(running, t), percentText(running), rateText(running), failedText(running, t)]),
    detail: present([amountText(running, t), t('to {0}', destinationOf(running.attempt))]),
    actions: running.cancelling === null ? [pauseOrResume, 'cancel', 'showLog'] : ['showLog'],
    folder: null,
  };
}

function waitingRow(attempt: Attempt, index: number, t: Translate): JobRow {
  return {
    group: 'waiting',
    jobId: attempt.jobId,
    icon: 'circle-outline',
    name: jobName(attempt.request, t),
    description: index === 0 ? t('next') : t('number {0} in the queue', index + 1),
    detail: t('to {0}', destinationOf(attempt)),
    actions: ['remove', 'showLog'],
    folder: null,
  };
}

function endedRow(summary: JobSummary, t: Translate): JobRow {
  const result = resultModel(summary, t);
  return {
    group: 'ended',
    jobId: summary.jobId,
    icon: result.icon,
    name: jobName(summary, t),
    description: result.headline,
    detail: result.explanation,
    actions: result.folder === null ? ['showResult', 'showLog'] : ['showResult', 'showInFolder', 'showLog'],
    folder: result.folder,
  };
}

function destinationOf(attempt: Attempt): string {
  return printable(attempt.request.destinations[0] ?? '');
}

function present(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}
