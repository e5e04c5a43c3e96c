import { basename, dirname } from 'node:path';
import type { RunningEntry } from '../../client/queue/queueState';
import type { HeldBy } from '../../client/summaries/heldSummary';
import { detailText } from '../../engine/model/failure/detailText';
import type { Failure } from '../../engine/model/failure/failure';
import { failureLine } from '../../engine/model/failure/failureText';
import type { Attempt } from '../../engine/model/job/job';
import type { JobSummary } from '../../engine/model/result/summary';
import { type PathText, printable } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { formatBytes } from '../../engine/model/text/units';
import { amountText } from '../states/progressModel';
import { durationText, explanationText, gradeText, overallRateText } from '../states/resultModel';
import { runningState } from '../states/stateModel';
import { CASE_FIELDS, caseFieldLabel, caseFieldValue } from '../text/caseFieldsModel';
import { shortPath } from '../text/jobNameModel';
import { present } from '../text/partsModel';
import { whenText } from '../text/whenModel';
import { destinationDetails, endDetails, leftDetails } from './destinationsModel';
import { detail, PATH_LENGTH } from './detailRowModel';
import type { TreeRow } from './treeRowModel';

/** More rows of one kind than this are counted, not shown: a tree is no report. */
const SHOWN = 100;

/** What a waiting job opens into. */
export function waitingDetails(
  job: { readonly attempt: Attempt; readonly heldBy: HeldBy | null },
  t: Translate,
): readonly TreeRow[] {
  const { attempt, heldBy } = job;
  const { jobId } = attempt;
  const reason = t(
    'An earlier job failed on the same volume: it is full, read-only, gone or damaged. Check it, then release this job.',
  );
  return [
    ...(heldBy === null
      ? []
      : [
          detail(jobId, 'held', t('Held because of'), printable(heldBy.label), 'warning', {
            tooltip: reason,
            tone: 'warning',
          }),
        ]),
    ...requestDetails(attempt, t),
  ];
}

/** What the running job opens into. */
export function runningDetails(running: RunningEntry, t: Translate): readonly TreeRow[] {
  const { attempt, progress } = running;
  const { jobId } = attempt;
  return [
    detail(jobId, 'phase', t('Phase'), runningState(running, t).text, 'pulse'),
    ...(progress === null
      ? []
      : [
          detail(jobId, 'amount', t('Amount'), amountText(running, t) ?? t('not known yet'), 'dashboard'),
          detail(
            jobId,
            'items',
            t('Items'),
            t('{0} of {1}, {2} failed', progress.itemsDone, progress.itemsPlanned, progress.itemsFailed),
            'list-ordered',
            {
              tone: progress.itemsFailed > 0 ? 'bad' : 'plain',
            },
          ),
        ]),
    ...requestDetails(attempt, t),
  ];
}

/** What a job that has ended opens into: failures first. */
export function endedDetails(summary: JobSummary, attempt: Attempt, t: Translate, locale: string): readonly TreeRow[] {
  const { jobId, items, gradeReason } = summary;
  const counts = t(
    '{0} planned, {1} copied, {2} recorded, {3} skipped, {4} failed',
    items.planned,
    items.copied,
    items.recorded,
    items.skipped,
    items.failed,
  );
  const hasNoFailure = summary.status === 'cancelled' || summary.status === 'interrupted';
  const copied = t('{0} in {1}', formatBytes(summary.bytes, t), durationText(summary, t));
  const amount = present([copied, overallRateText(summary, t)]).join(', ');
  return [
    ...failureDetails(summary, t),
    ...(hasNoFailure ? [detail(jobId, 'result', t('Result'), explanationText(summary, t), 'info')] : []),
    ...(items.planned === 0 ? [] : [detail(jobId, 'items', t('Items'), counts, 'list-ordered')]),
    ...(summary.files === 0
      ? []
      : [
          detail(jobId, 'amount', t('Amount'), amount, 'dashboard'),
          detail(jobId, 'grade', t('Proof'), gradeText(summary, t), 'shield', {
            tooltip: [
              gradeText(summary, t),
              ...(gradeReason === null ? [] : [printable(detailText(gradeReason, t))]),
            ].join('\n'),
          }),
        ]),
    ...caseDetails(attempt, t),
    whenDetail(summary, t, locale),
    ...leftDetails(summary, t),
    sourcesDetail(jobId, summary.sources, t),
    ...endDetails(summary, t),
  ];
}

/** Everything that is known about the case, below its number. */
function caseDetails({ jobId, request }: Pick<Attempt, 'jobId' | 'request'>, t: Translate): readonly TreeRow[] {
  const { caseData } = request;
  if (caseData === undefined) return [];
  const children = CASE_FIELDS.flatMap((field) => {
    const value = caseFieldValue(caseData, field);
    if (value === undefined || field === 'caseNumber') return [];
    return [detail(jobId, `case:${field}`, caseFieldLabel(field, t), printable(value), 'circle-small')];
  });
  const title = printable(caseData.caseNumber ?? t('no case number'));
  return [detail(jobId, 'case', t('Case'), title, 'briefcase', { children })];
}

function requestDetails({ jobId, request }: Attempt, t: Translate): readonly TreeRow[] {
  return [
    ...caseDetails({ jobId, request }, t),
    sourcesDetail(jobId, request.sources, t),
    ...destinationDetails(jobId, request.destinations, t),
  ];
}

function sourcesDetail(jobId: string, sources: readonly PathText[], t: Translate): TreeRow {
  const rows = sources.slice(0, SHOWN).map((source, index) =>
    detail(
      jobId,
      `source:${index}`,
      printable(basename(source) || source),
      shortPath(dirname(source), PATH_LENGTH),
      'file-symlink-file',
      {
        tooltip: printable(source),
      },
    ),
  );
  const count = sources.length === 1 ? t('1 item') : t('{0} items', sources.length);
  return detail(jobId, 'sources', t('Sources'), count, 'files', {
    children: [...rows, ...more(jobId, 'source', sources.length, t)],
  });
}

function failureDetails({ jobId, failures, failureCount }: JobSummary, t: Translate): readonly TreeRow[] {
  // That a person cancelled it is said already, and is no failure to look into.
  if (failureCount === 0 || (failureCount === 1 && failures[0]?.code === 'cancelled')) return [];
  const rows = failures.slice(0, SHOWN).map((failure, index) => failureRow(jobId, failure, index, t));
  return [
    detail(jobId, 'failures', t('Failures'), t.number(failureCount), 'error', {
      tone: 'bad',
      children: [...rows, ...more(jobId, 'failure', failureCount, t)],
    }),
  ];
}

function failureRow(jobId: string, failure: Failure, index: number, t: Translate): TreeRow {
  const { path, ...rest } = failure;
  const name = path === undefined ? failure.code : printable(basename(path) || path);
  return detail(jobId, `failure:${index}`, name, failureLine(rest, t), 'circle-small', {
    tooltip: failureLine(failure, t),
    tone: 'bad',
    contextValue: 'failure',
    opens: { command: 'showFailure', argument: `${jobId}/failure:${index}` },
  });
}

function more(jobId: string, kind: string, all: number, t: Translate): readonly TreeRow[] {
  return all <= SHOWN ? [] : [detail(jobId, `${kind}:more`, t('… and {0} more', all - SHOWN), '', 'ellipsis')];
}

/** When an interrupted job ended, nobody knows. */
function whenDetail({ jobId, status, startedAt, endedAt }: JobSummary, t: Translate, locale: string): TreeRow {
  return status === 'interrupted'
    ? detail(jobId, 'when', t('Started'), whenText(startedAt, locale), 'history')
    : detail(jobId, 'when', t('Ended'), whenText(endedAt, locale), 'history');
}
