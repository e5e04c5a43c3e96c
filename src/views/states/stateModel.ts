import type { QueueState } from '../../client/queue/queueListener';
import type { RunningEntry, WaitingJob } from '../../client/queue/queueState';
import { lockedBy } from '../../engine/model/job/nameLocks';
import type { Phase } from '../../engine/model/job/phase';
import { compareGrades } from '../../engine/model/proof/grade';
import type { JobStatus, JobSummary } from '../../engine/model/result/summary';
import type { Translate } from '../../engine/model/text/translate';
import { jobName, shortName } from '../text/jobNameModel';

/** How a state stands out, for the colour of its icon. Only `good` is green. */
export type Tone = 'plain' | 'good' | 'bad' | 'warning';

/** The state a job is in as people see it; by it the manifest offers actions. */
export type StateKind =
  | WaitingJob['state']
  | RunningEntry['state']
  | 'cancelling'
  | 'stalled'
  | 'elsewhere'
  | JobStatus;

/**
 * A state of a job: what it is called and how it looks. This file is the one place where that is said; rows, lists, the
 * status bar and notifications only arrange it.
 */
export interface StateModel {
  readonly kind: StateKind;
  /** A few words, in capitals where a person is needed. Plain text. */
  readonly text: string;
  /** Name of a codicon. A tick (`pass`) stands only for complete copies that were read back. */
  readonly icon: string;
  readonly tone: Tone;
}

/** A job that waits, at this place among those that wait (0 is the first). */
export function waitingState(
  job: WaitingJob,
  index: number,
  { isStarted, abandoned }: QueueState,
  t: Translate,
): StateModel {
  if (job.state === 'held') {
    const text = t('HELD: "{0}" failed on the same volume', shortName(job.heldBy.label));
    return { kind: 'held', text, icon: 'warning', tone: 'warning' };
  }
  const lock = lockedBy(job.attempt, abandoned);
  if (lock !== undefined) {
    const text = t('waits until the device of "{0}" answers or is disconnected', jobName(lock.request, t));
    return { kind: 'queued', text, icon: 'warning', tone: 'warning' };
  }
  const mayBegin = isStarted || job.start === 'atOnce';
  const first = mayBegin ? t('next') : t('waits for the start');
  const text = index === 0 ? first : t('number {0} in the queue', index + 1);
  return { kind: 'queued', text, icon: 'circle-outline', tone: 'plain' };
}

/** The job that runs. */
export function runningState(running: RunningEntry, t: Translate): StateModel {
  const tone = (running.progress?.itemsFailed ?? 0) > 0 ? 'bad' : 'plain';
  if (isStalled(running)) {
    const text = t('STALLED: a device does not answer');
    return { kind: 'stalled', text, icon: 'warning', tone: tone === 'bad' ? 'bad' : 'warning' };
  }
  if (running.cancelling !== null) return { kind: 'cancelling', text: t('Cancelling'), icon: 'sync~spin', tone };
  if (running.state === 'paused') return { kind: 'paused', text: t('Paused'), icon: 'debug-pause', tone };
  const text = running.progress?.life === 'writingToDisk' ? t('Writing to disk') : phaseText(running.phase, t);
  return { kind: 'running', text, icon: 'sync~spin', tone };
}

/** A job that runs in another window: how far it has come is not known here. */
export function elsewhereState(t: Translate): StateModel {
  return { kind: 'elsewhere', text: t('Running in another window'), icon: 'sync', tone: 'plain' };
}

/** A job that has ended. */
export function endedState(summary: JobSummary, t: Translate): StateModel {
  const { status, items, stagingDir } = summary;
  switch (status) {
    case 'complete': {
      const wasReadBack = summary.grade !== null && summary.grade !== 'stream';
      return {
        kind: status,
        text: completeText(summary, t),
        icon: wasReadBack ? 'pass' : 'copy',
        tone: wasReadBack ? 'good' : 'plain',
      };
    }
    case 'incomplete': {
      const text = t('FAILED ITEMS: {0} of {1}', items.failed, items.planned);
      return { kind: status, text, icon: 'error', tone: 'bad' };
    }
    case 'failed':
      return { kind: status, text: t('JOB FAILED'), icon: 'error', tone: 'bad' };
    case 'cancelled': {
      const text = stagingDir === null ? t('JOB CANCELLED') : t('JOB CANCELLED, can be resumed');
      return { kind: status, text, icon: 'circle-slash', tone: 'warning' };
    }
    case 'interrupted':
      return { kind: status, text: t('JOB INTERRUPTED'), icon: 'error', tone: 'bad' };
    default:
      return status satisfies never;
  }
}

/** What a job does in a phase, in a few words. */
export function phaseText(phase: Phase, t: Translate): string {
  switch (phase) {
    case 'planning':
      return t('Planning');
    case 'copying':
      return t('Copying');
    case 'validating':
      return t('Checking that nothing is missing');
    case 'publishing':
      return t('Giving final names');
    case 'recording':
      return t('Writing records');
    case 'archiving':
      return t('Making the ZIP');
    default:
      return phase satisfies never;
  }
}

/** The grade of a job that ran to its end, and the one asked for where that is higher; null where there is none. */
export function gradeMark({ status, grade, gradeRequested }: JobSummary, t: Translate): string | null {
  if (grade === null || (status !== 'complete' && status !== 'incomplete')) return null;
  return compareGrades(grade, gradeRequested) < 0
    ? t('grade {0}, not {1}', grade, gradeRequested)
    : t('grade {0}', grade);
}

/** Whether the running job waits for a device that does not answer. */
export function isStalled({ progress }: RunningEntry): boolean {
  return progress?.life === 'stalled';
}

function completeText({ items, grade }: JobSummary, t: Translate): string {
  const { copied, skipped, recorded } = items;
  return [
    copied === 1 ? t('1 item copied') : t('{0} items copied', copied),
    ...(grade === 'stream' ? [t('not read back')] : []),
    ...(skipped > 0 ? [t('{0} already there', skipped)] : []),
    ...(recorded > 0 ? [t('{0} recorded only', recorded)] : []),
  ].join(', ');
}
