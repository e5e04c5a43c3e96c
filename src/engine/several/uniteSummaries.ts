import type { Attempt } from '../model/job/job';
import { lowerGrade } from '../model/proof/grade';
import { type DestinationSummary, FAILURES_IN_SUMMARY, type JobStatus, type JobSummary } from '../model/result/summary';
import { bytesPerSecond } from '../model/text/units';

/** What the job knows besides how it ended at each destination. */
export interface Whole {
  readonly attempt: Attempt;
  /** Passes over sources that served several destinations, counted once for each of these but one. */
  readonly passesSaved: number;
  readonly durationMs: number;
}

/** From the best to the worst. */
const STATUSES: readonly JobStatus[] = ['complete', 'incomplete', 'cancelled', 'failed', 'interrupted'];

/**
 * The one summary of a job with several destinations: what is told of the whole is what is true of the destination that is
 * worst off, and how each of them ended is told beside it. Reads are those of the whole job.
 *
 * @param summaries One for each destination, in their order; at least one.
 */
export function uniteSummaries(summaries: readonly JobSummary[], whole: Whole): JobSummary {
  const worst = summaries.reduce((one, other) => (compareEnds(other, one) > 0 ? other : one));
  const grade = summaries.map((each) => each.grade).reduce(lowerGrade);
  const graded = summaries.find((each) => each.grade === grade) ?? worst;
  const failures = summaries.flatMap((each) => each.failures);
  const sum = (count: (summary: JobSummary) => number) => summaries.reduce((all, each) => all + count(each), 0);
  const highest = (count: (summary: JobSummary) => number) => Math.max(...summaries.map(count));
  // A pass may have served files that came to nothing afterwards, which no destination counts.
  const passesSaved = Math.min(
    whole.passesSaved,
    sum((each) => each.sourceReads) - highest((each) => each.sourceReads),
  );
  return {
    ...worst,
    attempt: highest((each) => each.attempt),
    grade,
    gradeReason: graded.gradeReason,
    gradeCounts: graded.gradeCounts,
    failures: failures.slice(0, FAILURES_IN_SUMMARY),
    failureCount: sum((each) => each.failureCount),
    notices: [...new Set(summaries.flatMap((each) => each.notices))],
    durationMs: Math.round(whole.durationMs),
    bytesPerSecond: bytesPerSecond(worst.bytes, whole.durationMs),
    sourceReads: sum((each) => each.sourceReads) - passesSaved,
    destinationReads: sum((each) => each.destinationReads),
    readsSaved: sum((each) => each.readsSaved) + passesSaved,
    peakMemoryBytes: highest((each) => each.peakMemoryBytes),
    destination: summaries[0]?.destination ?? worst.destination,
    recordsDir: summaries.find((each) => each.recordsDir !== null)?.recordsDir ?? null,
    stagingDir: summaries.find((each) => each.stagingDir !== null)?.stagingDir ?? null,
    destinations: summaries.map(summaryAt),
  };
}

function summaryAt(summary: JobSummary): DestinationSummary {
  const { destination, status, grade, gradeReason, items, failures, failureCount, recordsDir, archive, stagingDir } =
    summary;
  const [failure] = failures;
  return {
    path: destination,
    status,
    grade,
    gradeReason,
    items,
    failureCount,
    ...(failure && { failure }),
    recordsDir,
    ...(archive === undefined ? {} : { archive }),
    stagingDir,
  };
}

function compareEnds(one: JobSummary, other: JobSummary): number {
  return STATUSES.indexOf(one.status) - STATUSES.indexOf(other.status);
}
