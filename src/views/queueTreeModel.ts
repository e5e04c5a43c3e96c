import type { QueueState } from '../client/queueListener';
import type { EndedJob, RunningEntry, WaitingJob } from '../client/queueState';
import type { Attempt } from '../engine/model/job';
import { lockedBy } from '../engine/model/nameLocks';
import { printable } from '../engine/model/pathText';
import { shortened } from './escape';
import { jobName } from './jobNameModel';
import { activityIcon, activityText, failedText, isStalled, percentText, rateText } from './progressModel';
import { endedDetails, runningDetails, waitingDetails } from './queueDetailsModel';
import { resultModel } from './resultModel';
import type { Translate } from './translate';
import type { RowTarget, RowTone, TreeRow } from './treeRowModel';

/** The tree: the running job, those that wait in their order, and how jobs ended, newest first. */
export function queueTreeModel(state: QueueState, t: Translate): readonly TreeRow[] {
  const { running, waiting, ended, elsewhere } = state;
  const rows = [
    ...(running === null ? [] : [elsewhere === null ? runningRow(running, t) : elsewhereRow(running, t)]),
    ...waiting.map((job, index) => waitingRow(job, index, state, t)),
    ...ended.map((job) => endedRow(job, t)).reverse(),
  ];
  // What changes the queue is not offered while another window has it.
  if (elsewhere === null) return rows;
  return rows.map((row) => ({ ...row, contextValue: row.contextValue.replace(/^job:\w+/, 'job:elsewhere') }));
}

/** What is said above the rows; empty where there is nothing to say. */
export function queueTreeMessage({ elsewhere, running, waiting, isStarted }: QueueState, t: Translate): string {
  if (elsewhere !== null) {
    return elsewhere.owner === null
      ? t('Another window has the queue. Until it has ended, the queue can only be looked at here.')
      : t(
          'Another window has the queue (process {0} on {1}). Until its copies have ended, the queue can only be looked at here.',
          elsewhere.owner.pid,
          printable(elsewhere.owner.hostname),
        );
  }
  if (running !== null && isStalled(running)) {
    return t('A device does not answer. Check drives, cables and network, or abandon the job: others can then begin.');
  }
  if (running?.state === 'paused') return t('Paused. Nothing is copied until you resume.');
  const held = waiting.filter(({ state }) => state === 'held').length;
  if (held > 0)
    return t('{0} HELD: an earlier copy failed because of their volume. Check it, then release them.', held);
  const needStart = waiting.some((job) => job.state === 'queued' && job.start === 'withQueue');
  return needStart && !isStarted ? t('The queue is not started.') : '';
}

/** How many jobs need the person: stalled, held back, or ended otherwise than complete and not looked at yet. */
export function attentionCount({ running, waiting, ended }: QueueState): number {
  const stalled = running !== null && isStalled(running) ? 1 : 0;
  const held = waiting.filter(({ state }) => state === 'held').length;
  return stalled + held + ended.filter(({ state, seen }) => state !== 'complete' && !seen).length;
}

function runningRow(running: RunningEntry, t: Translate): TreeRow {
  const activity = activityText(running, t);
  const amount = present([percentText(running), rateText(running) ?? activity, failedText(running, t)]);
  const failed = (running.progress?.itemsFailed ?? 0) > 0;
  return jobRow(jobName(running.attempt.request, t), amount, t, {
    id: running.attempt.jobId,
    spokenState: present([activity, percentText(running), failedText(running, t)]),
    icon: activityIcon(running),
    tone: failed ? 'bad' : isStalled(running) ? 'warning' : 'plain',
    contextValue: `job:${stateOf(running)}`,
    opens: opening(running.attempt.jobId),
    children: runningDetails(running, t),
  });
}

function stateOf(running: RunningEntry): string {
  if (isStalled(running)) return 'stalled';
  return running.cancelling === null ? running.state : 'cancelling';
}

/** How far a job of another window has come is not known here. */
function elsewhereRow({ attempt }: RunningEntry, t: Translate): TreeRow {
  const state = t('Running in another window');
  return jobRow(jobName(attempt.request, t), state, t, {
    id: attempt.jobId,
    spokenState: state,
    icon: 'sync',
    tone: 'plain',
    contextValue: 'job:elsewhere',
    opens: null,
    children: waitingDetails({ attempt, heldBy: null }, t),
  });
}

function waitingRow(job: WaitingJob, index: number, { isStarted, abandoned }: QueueState, t: Translate): TreeRow {
  const isHeld = job.state === 'held';
  const lock = lockedBy(job.attempt, abandoned);
  const state = isHeld
    ? t('HELD: "{0}" failed because of the same volume', printable(shortened(job.heldBy.label)))
    : lock === undefined
      ? waitingText(index, isStarted || job.start === 'atOnce', t)
      : lockedText(lock, t);
  return jobRow(jobName(job.attempt.request, t), state, t, {
    id: job.attempt.jobId,
    spokenState: state,
    icon: isHeld || lock !== undefined ? 'warning' : 'circle-outline',
    tone: isHeld || lock !== undefined ? 'warning' : 'plain',
    contextValue: `job:${job.state}`,
    opens: null,
    children: waitingDetails({ attempt: job.attempt, heldBy: isHeld ? job.heldBy : null }, t),
  });
}

function waitingText(index: number, mayBegin: boolean, t: Translate): string {
  if (index > 0) return t('number {0} in the queue', index + 1);
  return mayBegin ? t('next') : t('first, waits for the start');
}

/** It begins by itself when the device answers, or is gone. */
function lockedText({ request }: Attempt, t: Translate): string {
  return t('waits for the device of "{0}", which was abandoned and may still hold names', jobName(request, t));
}

const TONES: Readonly<Record<string, RowTone>> = {
  pass: 'good',
  copy: 'plain',
  error: 'bad',
  'circle-slash': 'warning',
};

function endedRow({ attempt, summary, seen }: EndedJob, t: Translate): TreeRow {
  const result = resultModel(summary, t);
  const description = summary.grade === null ? result.headline : t('{0} · grade {1}', result.headline, summary.grade);
  return jobRow(jobName(summary, t), description, t, {
    id: summary.jobId,
    spokenState: seen ? description : t('{0}, not looked at yet', description),
    icon: result.icon,
    tone: TONES[result.icon] ?? 'plain',
    contextValue: `job:${summary.status}${result.folder === null ? '' : ':folder'}`,
    opens: summary.recordsDir === null ? null : opening(summary.jobId),
    children: endedDetails(summary, attempt, t),
  });
}

/** A click shows how the job goes, or its report. */
function opening(argument: string): RowTarget {
  return { command: 'openReport', argument };
}

interface JobParts extends Pick<TreeRow, 'id' | 'icon' | 'tone' | 'contextValue' | 'children' | 'opens'> {
  readonly spokenState: string;
}

function jobRow(label: string, description: string, t: Translate, { spokenState, ...parts }: JobParts): TreeRow {
  return {
    ...parts,
    jobId: parts.id,
    label,
    description,
    tooltip: t('{0}: {1}', label, description),
    spoken: t('{0}: {1}', label, spokenState),
  };
}

function present(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}
