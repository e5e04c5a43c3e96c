import { basename, join } from 'node:path';
import { failureLine } from '../engine/model/failureText';
import { compareGrades, GRADE_WORDING, GRADES, type Grade } from '../engine/model/grade';
import { type PathText, printable } from '../engine/model/pathText';
import type { JobSummary } from '../engine/model/summary';
import { formatBytes, formatDuration } from '../engine/model/units';
import { shortened } from './escape';
import { jobName } from './jobNameModel';
import type { Translate } from './translate';

/** Longest path in a notification, in characters, so that there is room for what to do. */
const PATH_LENGTH = 160;

/** Durations below this many milliseconds are not told as a number. */
const SHORTEST_MS = 100;

/** Icons of results. A tick (`pass`) stands only for files that were read back. */
export type ResultIcon = 'pass' | 'copy' | 'error' | 'circle-slash';

/** How a job that ended is shown, wherever it is shown. */
export interface ResultModel {
  /** Everything that is not complete is an error, also where a person cancelled it. */
  readonly severity: 'information' | 'error';
  readonly icon: ResultIcon;
  /** A few words: `FAILED ITEMS: 3 of 120`. */
  readonly headline: string;
  /** One or two sentences on what was proved, or on what failed and what to do. Plain text. */
  readonly explanation: string;
  /** All of it, with the job's name. Plain text. */
  readonly message: string;
  /** What "Show in Folder" shows; null where nothing was left to show. */
  readonly folder: PathText | null;
}

/** Words the summary of an attempt for people. */
export function resultModel(summary: JobSummary, t: Translate): ResultModel {
  const headline = headlineText(summary, t);
  const explanation = explanationText(summary, t);
  return {
    severity: summary.status === 'complete' ? 'information' : 'error',
    icon: iconOf(summary),
    headline,
    explanation,
    message: messageText(summary, headline, explanation, t),
    folder: placeToShow(summary),
  };
}

/** What was proved about the files, as a sentence. Why a grade is lower than the one asked for is in the log. */
export function gradeText(summary: JobSummary, t: Translate): string {
  const { grade } = summary;
  if (grade === null) return t('No file with content was copied, so there is no grade.');
  const reached = gradesText(summary, grade);
  const wording = GRADE_WORDING[grade];
  return compareGrades(grade, summary.gradeRequested) < 0
    ? t('Grade {0}, not {1} as asked for: {2}.', reached, summary.gradeRequested, wording)
    : t('Grade {0}: {1}.', reached, wording);
}

/** The lowest grade, and how many files have which where they differ: `readBack (readBack 2, device 118)`. */
function gradesText(summary: JobSummary, lowest: Grade): string {
  const counted = GRADES.filter((grade) => (summary.gradeCounts[grade] ?? 0) > 0);
  if (counted.length < 2) return lowest;
  return `${lowest} (${counted.map((grade) => `${grade} ${summary.gradeCounts[grade]}`).join(', ')})`;
}

/** How long the copy took, for people: never "0.0 s". */
export function durationText({ durationMs }: JobSummary, t: Translate): string {
  return durationMs < SHORTEST_MS ? t('less than 0.1 s') : formatDuration(durationMs);
}

function messageText(summary: JobSummary, headline: string, explanation: string, t: Translate): string {
  const name = jobName(summary, t);
  switch (summary.status) {
    case 'complete':
      return t('"{0}": {1}, {2} in {3}. {4}', name, headline, ...amount(summary, t), explanation);
    case 'incomplete':
      return t('{0} in "{1}". {2}', headline, name, explanation);
    default:
      return t('{0}: "{1}". {2}', headline, name, explanation);
  }
}

function headlineText(summary: JobSummary, t: Translate): string {
  switch (summary.status) {
    case 'complete':
      return completeText(summary, t);
    case 'incomplete':
      return t('FAILED ITEMS: {0} of {1}', summary.items.failed, summary.items.planned);
    case 'failed':
      return t('COPY FAILED');
    case 'cancelled':
      return t('COPY CANCELLED');
    case 'interrupted':
      return t('COPY INTERRUPTED');
    default:
      return summary.status satisfies never;
  }
}

function completeText(summary: JobSummary, t: Translate): string {
  const { copied, skipped, recorded } = summary.items;
  const parts = [copied === 1 ? t('1 item copied') : t('{0} items copied', copied)];
  if (summary.grade === 'stream') parts.push(t('not read back'));
  if (skipped > 0) parts.push(t('{0} already there', skipped));
  if (recorded > 0) parts.push(t('{0} recorded only', recorded));
  return parts.join(', ');
}

function explanationText(summary: JobSummary, t: Translate): string {
  switch (summary.status) {
    case 'complete':
      return gradeText(summary, t);
    case 'incomplete':
      return sentences(
        firstFailure(summary, t),
        t('A folder with failed items has "(INCOMPLETE)" in its name. Retry the job to copy what is missing.'),
      );
    case 'failed':
      return sentences(firstFailure(summary, t), stagingText(summary, t));
    case 'cancelled':
      return sentences(
        t('What was chosen is not all there.'),
        stagingText(summary, t) ?? t('No staging folder was left behind.'),
      );
    case 'interrupted':
      return sentences(
        t('VS Code ended before the copy did, so nobody can say how far it came.'),
        stagingText(summary, t),
        t('Resume it: what is proved is read back once more and not copied again. Or discard it.'),
      );
    default:
      return summary.status satisfies never;
  }
}

function firstFailure(summary: JobSummary, t: Translate): string {
  const [first] = summary.failures;
  if (first === undefined) return t('The log has no cause for it; please keep it.');
  const shown = first.path === undefined ? first : { ...first, path: shortened(first.path, PATH_LENGTH) };
  const line = failureLine(shown);
  const others = summary.failureCount - 1;
  if (others <= 0) return line;
  return others === 1
    ? t('{0} One more failure is in the log.', line)
    : t('{0} {1} more failures are in the log.', line, others);
}

function stagingText(summary: JobSummary, t: Translate): string | null {
  if (summary.stagingDir === null) return null;
  return t(
    'What was copied so far is in the staging folder "{0}": resume the job to go on from there.',
    printable(basename(summary.stagingDir)),
  );
}

function amount(summary: JobSummary, t: Translate): [string, string] {
  return [formatBytes(summary.bytes), durationText(summary, t)];
}

function iconOf(summary: JobSummary): ResultIcon {
  if (summary.status === 'cancelled') return 'circle-slash';
  if (summary.status !== 'complete') return 'error';
  return summary.grade === null || summary.grade === 'stream' ? 'copy' : 'pass';
}

/** What a copy left behind: the copy itself or, where it is not complete, its staging folder; null for nothing. */
export function placeToShow(summary: JobSummary): PathText | null {
  if (summary.status !== 'complete' && summary.status !== 'incomplete') return summary.stagingDir;
  const [first] = summary.sources;
  return first === undefined ? summary.destination : join(summary.destination, basename(first));
}

function sentences(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' ');
}
