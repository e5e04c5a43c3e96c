import { shortId } from '../../engine/model/job/job';
import { pathFields, printable } from '../../engine/model/text/pathText';
import { bytesPerSecond, formatBytes, formatDuration, formatRate } from '../../engine/model/text/units';
import type { BatchOutcome, BatchSummary } from './batchTally';
import { STATUS_WORDS } from './summaryTable';

const OUTCOME_WORDS: Readonly<Record<BatchOutcome, string>> = { ...STATUS_WORDS, held: 'NOT STARTED (volume failed)' };

/** The result of a batch for people: jobs that are not complete first. Safe for a terminal. */
export function batchTable(summary: BatchSummary): string {
  const { status, jobs, complete, notRun, files, bytes, durationMs } = summary;
  const others = summary.ended.filter(({ outcome }) => outcome !== 'complete');
  const lines = others.map(
    ({ file, jobId, label, outcome }) =>
      `  ${OUTCOME_WORDS[outcome]}: ${printable(label)} (${shortId(jobId)}), ${printable(file)}`,
  );
  if (notRun > 0) lines.push(`  Not started: ${notRun === 1 ? '1 job' : `${notRun} jobs`} after it`);
  const heading = lines.length === 0 ? [] : [`JOBS NOT COMPLETE: ${jobs - complete} of ${jobs}`, ...lines, ''];
  const rate = formatRate(bytesPerSecond(bytes, durationMs));
  return `${[
    ...heading,
    `Batch   ${complete} of ${jobs} jobs complete`,
    `Result  ${STATUS_WORDS[status]}`,
    `Copied  ${files === 1 ? '1 file' : `${files} files`}, ${formatBytes(bytes)}`,
    `Reads   source ${summary.sourceReads}, destination ${summary.destinationReads}, saved ${summary.readsSaved}`,
    `Time    ${formatDuration(durationMs)}, ${rate}`,
  ].join('\n')}\n`;
}

/** The result of a batch as it stands in JSON for other programs. */
export function batchJson({ ended, ...summary }: BatchSummary): Record<string, unknown> {
  const results = ended.map(({ file, jobId, label, outcome }) => ({
    ...pathFields('jobFile', file),
    jobId,
    label: printable(label),
    outcome,
  }));
  return { ...summary, results };
}
