import type { QueueTrouble } from '../../client/queue/queueListener';
import type { Failure } from '../../engine/model/failure/failure';
import { failureLine } from '../../engine/model/failure/failureText';
import { type Attempt, DEFAULT_OPTIONS, type JobRequest, shortId } from '../../engine/model/job/job';
import { GRADE_WORDING } from '../../engine/model/proof/grade';
import type { JobSummary } from '../../engine/model/result/summary';
import { printable } from '../../engine/model/text/pathText';
import { formatBytes, formatDuration, formatRate } from '../../engine/model/text/units';

/** More sources than this are counted, not listed; all of them are in the records. */
const SOURCES_LISTED = 100;

/**
 * The lines about jobs in the log. They are English like the record and the engine's own lines, so that a log can be
 * read by whoever it is sent to. Names in them are printable: one event is one line.
 */
export function startLines({ jobId, attempt, request }: Attempt): readonly string[] {
  const unlisted = request.sources.length - SOURCES_LISTED;
  return [
    `Copy "${printable(request.label)}" (${shortId(jobId)}, attempt ${attempt}) starts.`,
    ...request.sources.slice(0, SOURCES_LISTED).map((source) => `  source: ${printable(source)}`),
    ...(unlisted > 0 ? [`  source: … and ${unlisted} more`] : []),
    ...request.destinations.map((destination) => `  destination: ${printable(destination)}`),
    `  settings: ${choices(request)}`,
  ];
}

/** A failure with its sentence and, for the technically minded, its cause. */
export function failureLogLine(failure: Failure): string {
  const cause = failure.cause === undefined ? '' : ` [cause: ${printable(failure.cause)}]`;
  return `${failure.code}: ${failureLine(failure)}${cause}`;
}

/** How a job ended: the outcome first, in capitals where it is not complete. */
export function summaryLines(summary: JobSummary): readonly string[] {
  const { items } = summary;
  const status = summary.status === 'complete' ? 'complete' : summary.status.toUpperCase();
  const count = summary.status === 'incomplete' ? `, FAILED ITEMS: ${items.failed} of ${items.planned}` : '';
  return [
    `Copy "${printable(summary.label)}" (${shortId(summary.jobId)}, attempt ${summary.attempt}) ended: ${status}${count}.`,
    `  items: ${items.planned} planned, ${items.copied} copied, ${items.recorded} recorded, ${items.skipped} skipped, ${items.failed} failed`,
    `  amount: ${summary.files} files, ${formatBytes(summary.bytes)} in ${formatDuration(summary.durationMs)}, ${formatRate(summary.bytesPerSecond)}`,
    `  grade: ${gradeLine(summary)}`,
    `  reads: ${summary.sourceReads} of sources, ${summary.destinationReads} of copies, ${summary.readsSaved} saved (${summary.method}, buffers of ${summary.bufferSizeKB} KiB)`,
    ...summary.notices.map((notice) => `  note: ${printable(notice)}`),
    ...(summary.recordsDir === null ? [] : [`  records: ${printable(summary.recordsDir)}`]),
    ...(summary.stagingDir === null ? [] : [`  staging folder kept: ${printable(summary.stagingDir)}`]),
  ];
}

/** A device does not answer, or answers again. */
export function stalledLine({ jobId, request }: Attempt, isStalled: boolean): string {
  const what = isStalled
    ? 'is stalled: a system call has not returned, a device does not answer'
    : 'goes on: the device answers again';
  return `Copy "${printable(request.label)}" (${shortId(jobId)}) ${what}.`;
}

/** A waiting job was taken out. */
export function removedLine({ jobId, request }: Attempt): string {
  return `Copy "${printable(request.label)}" (${shortId(jobId)}) was taken out of the queue before it began.`;
}

/** A job of an earlier window was found to have been interrupted. */
export function interruptedLine({ jobId, label, startedAt, stagingDir }: JobSummary): string {
  const left = stagingDir === null ? '' : ` Staging folder: ${printable(stagingDir)}`;
  return `Copy "${printable(label)}" (${shortId(jobId)}), started ${startedAt}, was interrupted: nobody can say how it ended.${left}`;
}

/** What is wrong with the file of the queue. */
export function troubleLine(trouble: QueueTrouble): string {
  return trouble.kind === 'damaged'
    ? `The file of the queue could not be read and was put aside: ${printable(trouble.path)}`
    : `The queue cannot be kept on disk: ${printable(trouble.cause)}`;
}

function gradeLine(summary: JobSummary): string {
  const reason =
    summary.gradeReason === null ? '' : ` (${summary.gradeRequested} was asked for: ${printable(summary.gradeReason)})`;
  return summary.grade === null ? `none${reason}` : `${summary.grade}, ${GRADE_WORDING[summary.grade]}${reason}`;
}

/** The choices of a job; what names it, its places and its case are not among them. */
function choices(request: JobRequest): string {
  const records = request.records.write ? (request.records.folder ?? 'in the destination') : 'none';
  return Object.entries({ ...request, records })
    .filter(([name]) => Object.hasOwn(DEFAULT_OPTIONS, name))
    .map(([name, value]) => `${name}=${printable(String(value))}`)
    .join(', ');
}
