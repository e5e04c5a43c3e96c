import { failureLine } from '../../engine/model/failure/failureText';
import { shortId } from '../../engine/model/job/job';
import { GRADE_WORDING, type Grade } from '../../engine/model/proof/grade';
import type { DestinationSummary, JobStatus, JobSummary } from '../../engine/model/result/summary';
import { printable } from '../../engine/model/text/pathText';
import { formatBytes, formatDuration, formatRate } from '../../engine/model/text/units';
import { goingOn } from './goingOn';

/** How an end is worded: what is not complete stands out. */
export const STATUS_WORDS: Readonly<Record<JobStatus, string>> = {
  complete: 'complete',
  incomplete: 'INCOMPLETE',
  failed: 'FAILED',
  cancelled: 'CANCELLED',
  interrupted: 'INTERRUPTED',
};

const FAILURES_SHOWN = 20;

/** The result of a job for people: failures first, the report's path last. Safe for a terminal. */
export function summaryTable(summary: JobSummary): string {
  const lines = [...failureLines(summary), ...table(rows(summary))];
  for (const notice of summary.notices) lines.push(`Note: ${printable(notice)}`);
  lines.push(...goingOn(summary));
  for (const { recordsDir } of summary.destinations ?? [summary]) {
    if (recordsDir !== null) lines.push(`Report: ${printable(recordsDir)}/report.html`);
  }
  return `${lines.join('\n')}\n`;
}

function failureLines({ failures, failureCount, items, status }: JobSummary): string[] {
  if (failureCount === 0) return [];
  const heading =
    status === 'incomplete' ? `FAILED ITEMS: ${failureCount} of ${items.planned}` : `${STATUS_WORDS[status]}:`;
  const shown = failures.slice(0, FAILURES_SHOWN).map((failure) => `  ${failureLine(failure)}`);
  const more = failureCount - shown.length;
  return [heading, ...shown, ...(more > 0 ? [`  … and ${more} more; all are in the report.`] : []), ''];
}

function rows(summary: JobSummary): [string, string][] {
  const { label, jobId, attempt, status, destination } = summary;
  const job: [string, string][] = [
    ['Job', `${printable(label)} (${shortId(jobId)}${attempt > 1 ? `, attempt ${attempt}` : ''})`],
    ['Result', STATUS_WORDS[status]],
  ];
  const work = summary.items.planned === 0 ? [] : workRows(summary);
  const zip: [string, string][] = summary.archive === undefined ? [] : [['ZIP', printable(summary.archive)]];
  return [
    ...job,
    ...work,
    ...(summary.destinations?.flatMap(destinationRows) ?? [['To', printable(destination)], ...zip]),
  ];
}

/** How the job ended at one of several destinations. */
function destinationRows({ path, status, grade, failureCount, archive }: DestinationSummary): [string, string][] {
  const failed = failureCount === 0 ? [] : [`failures ${failureCount}`];
  return [
    ['To', printable(path)],
    ['', [STATUS_WORDS[status], ...failed, ...(grade === null ? [] : [GRADE_WORDING[grade]])].join(', ')],
    ...(archive === undefined ? [] : [['ZIP', printable(archive)] satisfies [string, string]]),
  ];
}

function workRows(summary: JobSummary): [string, string][] {
  const { items, grade, sourceReads, destinationReads, readsSaved } = summary;
  const others = [
    items.recorded > 0 ? `${items.recorded} special recorded` : '',
    items.skipped > 0 ? `${items.skipped} skipped` : '',
    items.failed > 0 ? `${items.failed} failed` : '',
  ].filter((text) => text !== '');
  return [
    ['Copied', `${summary.files} of ${summary.filesPlanned} files, ${formatBytes(summary.bytes)}`],
    ...fromEarlier(summary),
    ['Items', [`${items.planned} planned`, `${items.copied} copied`, ...others].join(', ')],
    ['Grade', grade === null ? 'none: no file with content was copied' : `${grade}: ${GRADE_WORDING[grade]}`],
    ...gradeDetails(summary),
    ['Reads', `source ${sourceReads}, destination ${destinationReads}, saved ${readsSaved}`],
    ['Time', `${formatDuration(summary.durationMs)}, ${formatRate(summary.bytesPerSecond)}`],
  ];
}

function fromEarlier({ filesFromEarlier = 0, bytesFromEarlier = 0 }: JobSummary): [string, string][] {
  if (filesFromEarlier === 0) return [];
  return [['', `${filesFromEarlier} of them by earlier attempts, ${formatBytes(bytesFromEarlier)}, not copied again`]];
}

function gradeDetails({ gradeCounts, gradeReason, gradeRequested, grade }: JobSummary): [string, string][] {
  const details: [string, string][] = [];
  const counts = Object.entries(gradeCounts) as [Grade, number][];
  if (counts.length > 1) details.push(['', counts.map(([name, count]) => `${count} × ${name}`).join(', ')]);
  if (gradeReason !== null && grade !== null) details.push(['', `${gradeRequested} was asked for: ${gradeReason}`]);
  return details;
}

function table(content: readonly [string, string][]): string[] {
  const width = Math.max(...content.map(([name]) => name.length));
  return content.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
