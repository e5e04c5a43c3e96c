import type { Failure } from '../failure/failure';
import { failureText } from '../failure/failureText';
import { type PathText, pathFields } from '../text/pathText';
import type { FileFacts, ItemOutcome } from './outcome';

/**
 * A failure as it stands in JSON for other programs: code, path, sentence, position, details and cause.
 *
 * @param concerned What has failed, for a failure that names no path: the source of the item, the destination of the job.
 */
export function failureJson(failure: Failure, concerned: PathText): Record<string, unknown> {
  const { code, path, offset, args, cause } = failure;
  return {
    code,
    ...pathFields('path', path ?? concerned),
    message: failureText(failure),
    ...(offset === undefined ? {} : { offset }),
    ...(args === undefined ? {} : { details: args }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** An outcome as it stands in JSON for other programs. `size` is that of the plan, 0 for what has no content. */
export function outcomeJson(outcome: ItemOutcome): Record<string, unknown> {
  const {
    path,
    size,
    type: kind,
    target,
    outcome: result,
    reason,
    file,
    failure,
    kept,
    source,
    destination,
    to,
    metadata,
    receipt,
    replaced,
    attempt,
    earlierFailures,
    sourceSince,
  } = outcome;
  return {
    ...pathFields('path', path),
    kind,
    outcome: result,
    ...(reason === undefined ? {} : { reason }),
    size,
    ...(target === undefined ? {} : pathFields('linkTarget', target)),
    sourceDigests: file?.sourceDigests ?? {},
    ...(file?.destinationDigests === undefined ? {} : { destinationDigests: file.destinationDigests }),
    grade: file?.grade ?? null,
    ...(file?.gradeReason === undefined ? {} : { gradeReason: file.gradeReason }),
    ...(file?.earlierMismatch === undefined ? {} : { earlierMismatch: file.earlierMismatch }),
    ...pathFields('source', source),
    ...(destination === null ? { destination } : pathFields('destination', destination)),
    ...(to === undefined ? {} : pathFields('to', to)),
    ...(file === undefined ? {} : fileJson(file)),
    ...(metadata === undefined ? {} : { metadata }),
    ...(receipt === undefined ? {} : { metadataNotKept: receipt }),
    ...(replaced === undefined ? {} : { replaced }),
    ...(failure === undefined ? {} : { failure: failureJson(failure, source) }),
    ...(kept === undefined ? {} : { kept: keptJson(kept) }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(sourceSince === undefined ? {} : { sourceSince }),
    ...(earlierFailures === undefined
      ? {}
      : { earlierFailures: earlierFailures.map((each) => ({ ...each, failure: failureJson(each.failure, source) })) }),
  };
}

/** A flawed copy of a file that failed: what stands there, and what is wrong with it. Digests are those of its own bytes. */
function keptJson({ destination, file, receipt, unreadable, changed }: NonNullable<ItemOutcome['kept']>) {
  return {
    ...(destination === null ? { destination } : pathFields('destination', destination)),
    size: file.size,
    digests: file.sourceDigests,
    ...(file.destinationDigests === undefined ? {} : { destinationDigests: file.destinationDigests }),
    grade: file.grade,
    ...(file.gradeReason === undefined ? {} : { gradeReason: file.gradeReason }),
    unreadable,
    ...(changed === undefined ? {} : { changed }),
    ...(receipt.length === 0 ? {} : { metadataNotKept: receipt }),
    ...fileJson(file),
  };
}

function fileJson(file: FileFacts): Record<string, unknown> {
  return {
    startedAt: file.startedAt,
    endedAt: file.endedAt,
    durationMs: round(file.durationMs),
    bufferSize: file.bufferSize,
    method: file.method,
    sizeClass: file.sizeClass,
    bytesCopied: file.bytesCopied,
    bytesPerSecond: file.bytesPerSecond,
    sourceReads: file.sourceReads,
    destinationReads: file.destinationReads,
    readsSaved: file.readsSaved,
    // Hard links of one inode share device and inode in `sourceState`.
    hardLinks: file.links,
    sourceState: file.sourceState,
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
