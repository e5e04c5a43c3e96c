import type { DestinationSummary, JobSummary } from '../../engine/model/result/summary';
import { type PathText, printable } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { gradeText } from '../states/resultModel';
import { endedState } from '../states/stateModel';
import { shortPath } from '../text/jobNameModel';
import { detail, PATH_LENGTH, pathDetail } from './detailRowModel';
import type { TreeRow } from './treeRowModel';

/** The destinations of a job that has not ended. */
export function destinationDetails(jobId: string, destinations: readonly PathText[], t: Translate): readonly TreeRow[] {
  return destinations.flatMap((path, index) =>
    pathDetail(jobId, partOf(index), t('Destination'), path, 'folder-opened'),
  );
}

/** What an ended job left; of several destinations each tells it for itself. */
export function leftDetails({ jobId, stagingDir, recordsDir, destinations }: JobSummary, t: Translate) {
  return destinations === undefined ? leftAt(jobId, '', { stagingDir, recordsDir }, t) : [];
}

/** Where a job went; of several destinations, how it ended at each of them. */
export function endDetails(summary: JobSummary, t: Translate): readonly TreeRow[] {
  const { jobId, destination, destinations } = summary;
  if (destinations === undefined) return destinationDetails(jobId, [destination], t);
  return destinations.map((end, index) => endDetail(summary, end, index, t));
}

function endDetail(summary: JobSummary, end: DestinationSummary, index: number, t: Translate): TreeRow {
  const { jobId } = summary;
  const part = partOf(index);
  const here: JobSummary = { ...summary, ...end, gradeCounts: {} };
  const { text, icon, tone } = endedState(here, t);
  return detail(jobId, part, shortPath(end.path, PATH_LENGTH), text, icon, {
    tooltip: t('{0}: {1}', printable(end.path), text),
    tone,
    contextValue: 'destination',
    opens: { command: 'showInFolder', argument: end.path },
    children: [
      ...(end.grade === null ? [] : [detail(jobId, `${part}:grade`, t('Proof'), gradeText(here, t), 'shield')]),
      ...leftAt(jobId, `${part}:`, end, t),
    ],
  });
}

function leftAt(
  jobId: string,
  part: string,
  { stagingDir, recordsDir }: Pick<JobSummary, 'stagingDir' | 'recordsDir'>,
  t: Translate,
): readonly TreeRow[] {
  return [
    ...pathDetail(jobId, `${part}staging`, t('Staging folder'), stagingDir, 'folder'),
    ...pathDetail(jobId, `${part}records`, t('Records'), recordsDir, 'notebook'),
  ];
}

/** The first one has the name that the only one has. */
function partOf(index: number): string {
  return index === 0 ? 'destination' : `destination:${index}`;
}
