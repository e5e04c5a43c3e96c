import type { QueueState } from '../client/queueListener';
import type { EndedJob, RunningEntry, WaitingJob } from '../client/queueState';
import type { Attempt } from '../engine/model/job';
import { type PathText, printable } from '../engine/model/pathText';
import { furtherAttempt, type JobSummary } from '../engine/model/summary';
import { shortened } from './escape';
import { jobName } from './jobNameModel';
import { activityIcon, activityText, amountText, failedText, isStalled, percentText, rateText } from './progressModel';
import { resultModel } from './resultModel';
import type { Translate } from './translate';

/** What can be done with a job in the list. */
export type JobAction =
  | 'start'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'abandon'
  | 'release'
  | 'remove'
  | 'showResult'
  | 'showInFolder'
  | 'resumeJob'
  | 'retryJob'
  | 'copyAgain'
  | 'showLog';

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

/** Actions that change nothing: all there is while another window has the queue. */
const LOOKING: ReadonlySet<JobAction> = new Set(['showResult', 'showInFolder', 'showLog']);

/** The running job, those that wait, and how jobs ended, newest first. */
export function jobListModel(state: QueueState, t: Translate): readonly JobRow[] {
  const { running, waiting, ended, isStarted } = state;
  const isElsewhere = state.elsewhere !== null;
  const rows = [
    ...(running === null ? [] : [isElsewhere ? elsewhereRow(running, t) : runningRow(running, t)]),
    ...waiting.map((job, index) => waitingRow(job, index, isStarted, t)),
    ...ended.map((job) => endedRow(job, t)).reverse(),
  ];
  return isElsewhere ? rows.map((row) => ({ ...row, actions: row.actions.filter((each) => LOOKING.has(each)) })) : rows;
}

function runningRow(running: RunningEntry, t: Translate): JobRow {
  return {
    group: 'running',
    jobId: running.attempt.jobId,
    icon: activityIcon(running),
    name: jobName(running.attempt.request, t),
    description: present([activityText(running, t), percentText(running), rateText(running), failedText(running, t)]),
    detail: present([amountText(running, t), t('to {0}', destinationOf(running.attempt))]),
    actions: [...runningActions(running), 'showLog'],
    folder: null,
  };
}

function runningActions(running: RunningEntry): readonly JobAction[] {
  if (isStalled(running)) return ['abandon'];
  if (running.cancelling !== null) return [];
  return [running.state === 'paused' ? 'resume' : 'pause', 'cancel'];
}

/** How far a job of another window has come is not known here. */
function elsewhereRow({ attempt }: RunningEntry, t: Translate): JobRow {
  return {
    group: 'running',
    jobId: attempt.jobId,
    icon: 'sync',
    name: jobName(attempt.request, t),
    description: t('Running in another window'),
    detail: t('to {0}', destinationOf(attempt)),
    actions: [],
    folder: null,
  };
}

function waitingRow(job: WaitingJob, index: number, isStarted: boolean, t: Translate): JobRow {
  const { attempt } = job;
  const needsStart = job.state === 'queued' && job.start === 'withQueue' && !isStarted;
  return {
    group: 'waiting',
    jobId: attempt.jobId,
    icon: job.state === 'held' ? 'warning' : 'circle-outline',
    name: jobName(attempt.request, t),
    description: waitingText(job, index, needsStart, t),
    detail: t('to {0}', destinationOf(attempt)),
    actions: [...waitingActions(job, needsStart), 'remove', 'showLog'],
    folder: null,
  };
}

function waitingText(job: WaitingJob, index: number, needsStart: boolean, t: Translate): string {
  if (job.state === 'held') {
    return t('HELD: "{0}" failed because of the same volume', printable(shortened(job.heldBy.label)));
  }
  if (needsStart) return t('waits for the start of the queue');
  return index === 0 ? t('next') : t('number {0} in the queue', index + 1);
}

function waitingActions(job: WaitingJob, needsStart: boolean): readonly JobAction[] {
  if (job.state === 'held') return ['release'];
  return needsStart ? ['start'] : [];
}

function endedRow({ summary }: EndedJob, t: Translate): JobRow {
  const result = resultModel(summary, t);
  return {
    group: 'ended',
    jobId: summary.jobId,
    icon: result.icon,
    name: jobName(summary, t),
    description: result.headline,
    detail: result.explanation,
    actions: [
      'showResult',
      ...(result.folder === null ? [] : (['showInFolder'] as const)),
      ...furtherActions(summary),
      'remove',
      'showLog',
    ],
    folder: result.folder,
  };
}

function furtherActions(summary: JobSummary): readonly JobAction[] {
  const further = furtherAttempt(summary);
  if (further === null) return [];
  return [further === 'resume' ? 'resumeJob' : 'retryJob', 'copyAgain'];
}

function destinationOf(attempt: Attempt): string {
  return printable(attempt.request.destinations[0] ?? '');
}

function present(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}
