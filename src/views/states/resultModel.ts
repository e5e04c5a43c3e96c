import { basename, join } from 'node:path';
import { failureLine } from '../../engine/model/failure/failureText';
import { compareGrades, GRADES, type Grade } from '../../engine/model/proof/grade';
import type { JobSummary } from '../../engine/model/result/summary';
import type { PathText } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { formatBytes, formatDuration, formatRate } from '../../engine/model/text/units';
import { shortened } from '../text/escape';
import { jobName, shortName } from '../text/jobNameModel';
import { endedState } from './stateModel';

/** Longest path in a notification, in characters, so that there is room for what to do. */
const PATH_LENGTH = 160;

/** Durations below this many milliseconds are not told as a number. */
const SHORTEST_MS = 100;

/** Rates below this many bytes per second would be told as 0.0 MB/s. */
const SLOWEST = 50_000;

/** How a job ended, in one message with its name. Plain text. */
export function resultText(summary: JobSummary, t: Translate): string {
  const name = jobName(summary, t);
  const { text } = endedState(summary, t);
  const explanation = explanationText(summary, t);
  switch (summary.status) {
    case 'complete':
      return t(
        '"{0}": {1}, {2} in {3}. {4}',
        name,
        text,
        formatBytes(summary.bytes, t),
        durationText(summary, t),
        explanation,
      );
    case 'incomplete':
      return t('{0} in "{1}". {2}', text, name, explanation);
    default:
      return t('{0}: "{1}". {2}', text, name, explanation);
  }
}

/** One or more sentences on what was proved, or on what failed and what to do. Plain text. */
export function explanationText(summary: JobSummary, t: Translate): string {
  switch (summary.status) {
    case 'complete':
      return gradeText(summary, t);
    case 'incomplete':
      return sentences(
        firstFailure(summary, t),
        t(
          'What was copied of a folder with failed items lies in one with "(INCOMPLETE)" in its name. Retry the job to copy what is missing.',
        ),
      );
    case 'failed':
      return sentences(firstFailure(summary, t), stagingText(summary, t));
    case 'cancelled':
      return sentences(
        t('Not everything was copied.'),
        stagingText(summary, t) ?? t('What this job had copied so far was removed.'),
      );
    case 'interrupted':
      return sentences(
        t('VS Code ended before the job did, so nobody can say how far it came.'),
        stagingText(summary, t),
        t(
          'What is proved already is read back once more and not copied again. A job that is not wanted any more can be discarded.',
        ),
      );
    default:
      return summary.status satisfies never;
  }
}

/** What was proved about the files, as a sentence. */
export function gradeText(summary: JobSummary, t: Translate): string {
  const { grade } = summary;
  if (grade === null) return t('No file with content was copied, so there is no grade.');
  const reached = gradesText(summary, grade, t);
  const wording = gradeWording(grade, t);
  return compareGrades(grade, summary.gradeRequested) < 0
    ? t('Grade {0}, not {1} as asked for: {2}.', reached, summary.gradeRequested, wording)
    : t('Grade {0}: {1}.', reached, wording);
}

/** How a grade is worded. Never says more than was done; in English the same as in the record. */
export function gradeWording(grade: Grade, t: Translate): string {
  switch (grade) {
    case 'stream':
      return t('copied, hash recorded, destination not read back');
    case 'readBack':
      return t('verified by read-back (may have been served from memory)');
    case 'device':
      return t('verified as the block device answered (its own cache not excluded)');
    case 'deviceAndSource':
      return t('verified as the block device answered (its own cache not excluded), and the source read twice');
    default:
      return grade satisfies never;
  }
}

/** The lowest grade, and how many files have which where they differ: `readBack (readBack 2, device 118)`. */
function gradesText(summary: JobSummary, lowest: Grade, t: Translate): string {
  const counted = GRADES.filter((grade) => (summary.gradeCounts[grade] ?? 0) > 0);
  if (counted.length < 2) return lowest;
  return `${lowest} (${counted.map((grade) => `${grade} ${t.number(summary.gradeCounts[grade] ?? 0)}`).join(', ')})`;
}

/** How long the copy took, for people: never "0.0 s". */
export function durationText({ durationMs }: JobSummary, t: Translate): string {
  return durationMs < SHORTEST_MS
    ? t('less than {0} s', t.number(SHORTEST_MS / 1000, 1))
    : formatDuration(durationMs, t);
}

/** How fast the copy was, over all of it; null where that would be told as 0. */
export function overallRateText({ bytesPerSecond }: JobSummary, t: Translate): string | null {
  return bytesPerSecond < SLOWEST ? null : formatRate(bytesPerSecond, t);
}

function firstFailure(summary: JobSummary, t: Translate): string {
  const [first] = summary.failures;
  if (first === undefined) return t('The cause is not known. Please keep the log.');
  const shown = first.path === undefined ? first : { ...first, path: shortened(first.path, PATH_LENGTH) };
  const line = failureLine(shown, t);
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
    shortName(basename(summary.stagingDir)),
  );
}

/** What a job left behind: the copy itself or, where it is not complete, its staging folder; null for nothing. */
export function placeToShow(summary: JobSummary): PathText | null {
  if (summary.status !== 'complete' && summary.status !== 'incomplete') return summary.stagingDir;
  const [first] = summary.sources;
  return first === undefined ? summary.destination : join(summary.destination, basename(first));
}

function sentences(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' ');
}
