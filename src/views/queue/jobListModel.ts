import type { QueueState } from '../../client/queue/queueListener';
import type { EndedJob, RunningEntry, WaitingJob } from '../../client/queue/queueState';
import type { Attempt } from '../../engine/model/job/job';
import { furtherAttempt, type JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { amountText, failedText, percentText, rateText } from '../states/progressModel';
import { explanationText, placeToShow } from '../states/resultModel';
import { elsewhereState, endedState, gradeMark, isStalled, runningState, waitingState } from '../states/stateModel';
import { destinationsText, jobName } from '../text/jobNameModel';
import { dotted } from '../text/partsModel';

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

/** One job in the list of jobs. All texts are plain: whoever shows them keeps them from being taken for icons. */
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

/** Longest name in the list, in characters: what is said about the job stays in sight beside it. */
const NAME_LENGTH = 40;

/** Actions that change nothing: all there is while another window has the queue. */
const LOOKING: ReadonlySet<JobAction> = new Set(['showResult', 'showInFolder', 'showLog']);

/** The running job, those that wait, and how jobs ended, newest first. */
export function jobListModel(state: QueueState, t: Translate): readonly JobRow[] {
  const { running, waiting, ended } = state;
  const isElsewhere = state.elsewhere !== null;
  const rows = [
    ...(running === null ? [] : [isElsewhere ? elsewhereRow(running, t) : runningRow(running, t)]),
    ...waiting.map((job, index) => waitingRow(job, index, state, t)),
    ...ended.map((job) => endedRow(job, t)).reverse(),
  ];
  return isElsewhere ? rows.map((row) => ({ ...row, actions: row.actions.filter((each) => LOOKING.has(each)) })) : rows;
}

function runningRow(running: RunningEntry, t: Translate): JobRow {
  const { icon, text } = runningState(running, t);
  return {
    group: 'running',
    jobId: running.attempt.jobId,
    icon,
    name: jobName(running.attempt.request, t, NAME_LENGTH),
    description: dotted([text, percentText(running, t), rateText(running, t), failedText(running, t)]),
    detail: dotted([amountText(running, t), destinationText(running.attempt, t)]),
    actions: [...runningActions(running), 'showLog'],
    folder: null,
  };
}

function runningActions(running: RunningEntry): readonly JobAction[] {
  if (isStalled(running)) return ['abandon'];
  if (running.cancelling !== null) return [];
  return [running.state === 'paused' ? 'resume' : 'pause', 'cancel'];
}

function elsewhereRow({ attempt }: RunningEntry, t: Translate): JobRow {
  const { icon, text } = elsewhereState(t);
  return {
    group: 'running',
    jobId: attempt.jobId,
    icon,
    name: jobName(attempt.request, t, NAME_LENGTH),
    description: text,
    detail: destinationText(attempt, t),
    actions: [],
    folder: null,
  };
}

function waitingRow(job: WaitingJob, index: number, state: QueueState, t: Translate): JobRow {
  const { attempt } = job;
  const { icon, text } = waitingState(job, index, state, t);
  return {
    group: 'waiting',
    jobId: attempt.jobId,
    icon,
    name: jobName(attempt.request, t, NAME_LENGTH),
    description: text,
    detail: destinationText(attempt, t),
    actions: [...waitingActions(job, state), 'remove', 'showLog'],
    folder: null,
  };
}

function waitingActions(job: WaitingJob, { isStarted }: QueueState): readonly JobAction[] {
  if (job.state === 'held') return ['release'];
  return job.start === 'withQueue' && !isStarted ? ['start'] : [];
}

function endedRow({ summary }: EndedJob, t: Translate): JobRow {
  const { icon, text } = endedState(summary, t);
  const folder = placeToShow(summary);
  return {
    group: 'ended',
    jobId: summary.jobId,
    icon,
    name: jobName(summary, t, NAME_LENGTH),
    description: dotted([text, gradeMark(summary, t)]),
    detail: explanationText(summary, t),
    actions: [
      'showResult',
      ...(folder === null ? [] : (['showInFolder'] as const)),
      ...furtherActions(summary),
      'remove',
      'showLog',
    ],
    folder,
  };
}

function furtherActions(summary: JobSummary): readonly JobAction[] {
  const further = furtherAttempt(summary);
  if (further === null) return [];
  return [further === 'resume' ? 'resumeJob' : 'retryJob', 'copyAgain'];
}

function destinationText({ request }: Attempt, t: Translate): string {
  return t('to {0}', destinationsText(request.destinations, t));
}
