import type { QueueTrouble } from '../../client/queue/queueListener';
import type { Attempt } from '../../engine/model/job/job';
import { type JobSummary, recordsOfEnd } from '../../engine/model/result/summary';
import type { Translate } from '../../engine/model/text/translate';
import { jobName, shortPath } from '../text/jobNameModel';
import { placeToShow, resultText } from './resultModel';
import { endedState } from './stateModel';

/** What a person can do about a notification; a command does it. */
export interface NoticeButton {
  readonly title: string;
  readonly command: 'openReport' | 'showInFolder' | 'showQueue' | 'showLog' | 'resumeJob' | 'abandonJob';
  /** The command runs once with each of them. */
  readonly arguments: readonly [string | null, ...string[]];
}

/** A notification about jobs. */
export interface NoticeModel {
  /** Everything that is not complete is an error, also where a person cancelled it. */
  readonly severity: 'information' | 'warning' | 'error';
  /** Plain text. */
  readonly message: string;
  readonly buttons: readonly NoticeButton[];
}

/** More failed jobs than this are counted, not named; of the first one it is told why. */
const NAMED = 3;

/** How one job ended. */
export function resultNotice(summary: JobSummary, t: Translate): NoticeModel {
  return {
    severity: summary.status === 'complete' ? 'information' : 'error',
    message: resultText(summary, t),
    buttons: [...recordButtons(summary, t), summary.failureCount === 0 ? showLog(t) : showFailures(summary, t)],
  };
}

/** How a batch ended: what failed first, and by name. `held` jobs were not begun. */
export function batchNotice(summaries: readonly JobSummary[], held: number, t: Translate): NoticeModel {
  const failed = summaries.filter(({ status }) => status !== 'complete');
  const withFailures = failed.find(({ failureCount }) => failureCount > 0);
  const shown = failed[0] ?? summaries.at(-1);
  return {
    severity: failed.length === 0 && held === 0 ? 'information' : 'error',
    message: batchText(failed, summaries.length, held, t),
    buttons: [
      ...(shown === undefined ? [] : recordButtons(shown, t)),
      withFailures === undefined ? showQueue(t) : showFailures(withFailures, t),
    ],
  };
}

/** Jobs were found to have been interrupted: one message for all of them. */
export function interruptedNotice(summaries: readonly JobSummary[], t: Translate): NoticeModel {
  const [only, ...others] = summaries;
  const isOne = only !== undefined && others.length === 0;
  const [first = null, ...more] = summaries.map(({ jobId }) => jobId);
  return {
    severity: 'error',
    message: isOne
      ? resultText(only, t)
      : t(
          '{0} JOBS INTERRUPTED: VS Code ended before they did, so nobody can say how far they came. Resume them: what is proved already is read back once more and not copied again. Jobs that are not wanted any more can be discarded.',
          summaries.length,
        ),
    buttons: [
      { title: isOne ? t('Resume Job') : t('Resume All Jobs'), command: 'resumeJob', arguments: [first, ...more] },
      showQueue(t),
    ],
  };
}

/** A device does not answer: what was noticed, and what can be done. */
export function stalledNotice({ jobId, request }: Attempt, t: Translate): NoticeModel {
  return {
    severity: 'warning',
    message: t(
      'STALLED: "{0}". A device does not answer. Check the drives, cables and network of source and destination; the job goes on by itself when they answer. If you abandon it, it ends as failed, nothing unverified gets a final name, and other jobs can begin.',
      jobName(request, t),
    ),
    buttons: [{ title: t('Abandon Job'), command: 'abandonJob', arguments: [jobId] }],
  };
}

/** The file of the queue cannot be read or saved. */
export function troubleNotice(trouble: QueueTrouble, t: Translate): NoticeModel {
  const message =
    trouble.kind === 'damaged'
      ? t(
          'The saved queue could not be read, so it begins anew. Its file was kept as "{0}". Jobs that were in it are not shown any more; what they copied is in their destinations.',
          shortPath(trouble.path),
        )
      : t(
          'The queue cannot be saved ({0}). Jobs run, but after a reload of the window nobody can say what was copied. Make room on the disk that holds your user data, or give the right to write there.',
          shortPath(trouble.cause),
        );
  return { severity: 'warning', message, buttons: [showLog(t)] };
}

function batchText(failed: readonly JobSummary[], all: number, held: number, t: Translate): string {
  if (failed.length === 0 && held === 0) return t('Batch complete: {0} jobs.', all);
  return [
    t('BATCH NOT COMPLETE: {0} of {1} jobs FAILED.', failed.length, all),
    ...(held === 0 ? [] : [t('{0} HELD: not begun, because an earlier job failed on the same volume.', held)]),
    ...failed.slice(0, 1).map((summary) => resultText(summary, t)),
    ...failed.slice(1, NAMED).map((summary) => `${t('"{0}": {1}', jobName(summary, t), endedState(summary, t).text)}.`),
    ...(failed.length > NAMED ? [t('… and {0} more', failed.length - NAMED)] : []),
  ].join(' ');
}

function recordButtons(summary: JobSummary, t: Translate): readonly NoticeButton[] {
  const place = placeToShow(summary);
  return [
    ...(recordsOfEnd(summary) === null
      ? []
      : [{ title: t('Open Report'), command: 'openReport', arguments: [summary.jobId] } as const]),
    ...(place === null ? [] : [{ title: t('Show in Folder'), command: 'showInFolder', arguments: [place] } as const]),
  ];
}

/** The row of the tree that tells what failed first. */
function showFailures({ jobId }: JobSummary, t: Translate): NoticeButton {
  return { title: t('Show Failures'), command: 'showQueue', arguments: [`${jobId}/failure:0`] };
}

function showQueue(t: Translate): NoticeButton {
  return { title: t('Show Batch Queue'), command: 'showQueue', arguments: [null] };
}

function showLog(t: Translate): NoticeButton {
  return { title: t('Show Log'), command: 'showLog', arguments: [null] };
}
