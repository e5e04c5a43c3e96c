import type { QueueState } from '../../client/queue/queueListener';
import type { EndedJob, RunningEntry, WaitingJob } from '../../client/queue/queueState';
import type { JobRequest } from '../../engine/model/job/job';
import { recordsOfEnd } from '../../engine/model/result/summary';
import { printable } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { failedText, leftText, percentText, rateText } from '../states/progressModel';
import { explanationText, placeToShow } from '../states/resultModel';
import {
  elsewhereState,
  endedState,
  gradeMark,
  isStalled,
  runningState,
  type StateModel,
  waitingState,
} from '../states/stateModel';
import { jobName, type Named, shortPath } from '../text/jobNameModel';
import { dotted } from '../text/partsModel';
import { endedDetails, runningDetails, waitingDetails } from './queueDetailsModel';
import type { RowTarget, TreeRow } from './treeRowModel';

/** Longest name in a row, in characters: what is said about the job stays in sight beside it. */
const NAME_LENGTH = 24;

/**
 * The tree: the running job, those that wait in their order, and how jobs ended, newest first.
 *
 * @param locale How dates are written (BCP 47).
 */
export function queueTreeModel(state: QueueState, t: Translate, locale: string): readonly TreeRow[] {
  const { running, waiting, ended, elsewhere } = state;
  const rows = [
    ...(running === null ? [] : [elsewhere === null ? runningRow(running, t) : elsewhereRow(running, t)]),
    ...waiting.map((job, index) => waitingRow(job, index, state, t)),
    ...ended.map((job) => endedRow(job, t, locale)).reverse(),
  ];
  // What changes the queue is not offered while another window has it.
  if (elsewhere === null) return rows;
  return rows.map((row) => ({ ...row, contextValue: row.contextValue.replace(/^job:\w+/, 'job:elsewhere') }));
}

/** What is said above the rows; empty where there is nothing to say. */
export function queueTreeMessage({ elsewhere, running, waiting, isStarted }: QueueState, t: Translate): string {
  if (elsewhere !== null) {
    return elsewhere.owner === null
      ? t('Another window runs the queue. Until its jobs have ended, the queue can only be looked at here.')
      : t(
          'Another window runs the queue (process {0} on {1}). Until its jobs have ended, the queue can only be looked at here.',
          String(elsewhere.owner.pid),
          printable(elsewhere.owner.hostname),
        );
  }
  if (running !== null && isStalled(running)) {
    return t(
      'A device does not answer. Check drives, cables and network, or abandon the job so that others can begin.',
    );
  }
  if (running?.state === 'paused') return t('Paused. Nothing is copied until you resume the job.');
  const held = waiting.filter(({ state }) => state === 'held').length;
  if (held > 0) {
    return t('{0} HELD: an earlier job failed on the same volume. Check the volume, then release what is held.', held);
  }
  const needStart = waiting.some((job) => job.state === 'queued' && job.start === 'withQueue');
  return needStart && !isStarted ? t('The queue is not started. Choose "Start Queue" when all jobs are in it.') : '';
}

/** How many jobs need the person: stalled, held back, or ended otherwise than complete and not looked at yet. */
export function attentionCount({ running, waiting, ended }: QueueState): number {
  const stalled = running !== null && isStalled(running) ? 1 : 0;
  const held = waiting.filter(({ state }) => state === 'held').length;
  return stalled + held + ended.filter(({ state, seen }) => state !== 'complete' && !seen).length;
}

/** What is said of so many jobs. */
export function attentionText(count: number, t: Translate): string {
  return count === 1 ? t('1 job needs attention') : t('{0} jobs need attention', count);
}

function runningRow(running: RunningEntry, t: Translate): TreeRow {
  const { jobId, request } = running.attempt;
  const state = runningState(running, t);
  const [percent, left, failed] = [percentText(running, t), leftText(running, t), failedText(running, t)];
  return jobRow(request, state, t, {
    id: jobId,
    description: dotted([percent, rateText(running, t) ?? state.text, left, failed]),
    spokenState: dotted([state.text, percent, left, failed]),
    // Nothing in it changes with every report: a row that is drawn anew may lose a click.
    tooltip: [dotted([state.text, failed]), ...placeLines(request, t)],
    contextValue: `job:${state.kind}`,
    opens: opening(jobId),
    children: runningDetails(running, t),
  });
}

function elsewhereRow({ attempt }: RunningEntry, t: Translate): TreeRow {
  const { jobId, request } = attempt;
  const state = elsewhereState(t);
  return jobRow(request, state, t, {
    id: jobId,
    tooltip: [state.text, ...placeLines(request, t)],
    contextValue: `job:${state.kind}`,
    children: waitingDetails({ attempt, heldBy: null }, t),
  });
}

function waitingRow(job: WaitingJob, index: number, queue: QueueState, t: Translate): TreeRow {
  const { attempt } = job;
  const state = waitingState(job, index, queue, t);
  return jobRow(attempt.request, state, t, {
    id: attempt.jobId,
    tooltip: [state.text, ...placeLines(attempt.request, t)],
    contextValue: `job:${state.kind}`,
    children: waitingDetails({ attempt, heldBy: job.state === 'held' ? job.heldBy : null }, t),
  });
}

function endedRow({ attempt, summary, seen }: EndedJob, t: Translate, locale: string): TreeRow {
  const state = endedState(summary, t);
  const description = dotted([state.text, gradeMark(summary, t)]);
  return jobRow(summary, state, t, {
    id: summary.jobId,
    description,
    spokenState: seen ? description : t('{0}, not looked at yet', description),
    tooltip: [state.text, explanationText(summary, t), ...placeLines(attempt.request, t)],
    contextValue: `job:${state.kind}${placeToShow(summary) === null ? '' : ':folder'}`,
    opens: recordsOfEnd(summary) === null ? null : opening(summary.jobId),
    children: endedDetails(summary, attempt, t, locale),
  });
}

/** A click shows how the job goes, or its report. */
function opening(argument: string): RowTarget {
  return { command: 'openReport', argument };
}

interface JobParts extends Pick<TreeRow, 'id' | 'contextValue' | 'children'> {
  /** What stands beside the name, where that is more than the state. */
  readonly description?: string;
  /** What a screen reader says after the name, where that is more than the description. */
  readonly spokenState?: string;
  /** Lines below the name. */
  readonly tooltip: readonly string[];
  readonly opens?: RowTarget | null;
}

function jobRow(named: Named, { text, icon, tone }: StateModel, t: Translate, parts: JobParts): TreeRow {
  const { id, contextValue, children, description = text, spokenState = description, tooltip, opens = null } = parts;
  const name = jobName(named, t);
  return {
    id,
    jobId: id,
    label: jobName(named, t, NAME_LENGTH),
    description,
    tooltip: [name, ...tooltip].join('\n'),
    spoken: t('{0}: {1}', name, spokenState),
    icon,
    tone,
    contextValue,
    opens,
    children,
  };
}

function placeLines({ sources, destinations }: JobRequest, t: Translate): readonly string[] {
  const [source = '', ...others] = sources.map((path) => shortPath(path));
  const from = others.length === 0 ? source : t('{0} and {1} more', source, others.length);
  return [t('from {0}', from), t('to {0}', destinations.map((path) => shortPath(path)).join(', '))];
}
