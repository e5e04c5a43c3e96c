import { type FileFacts, readsSaved } from '../model/item/outcome';
import type { PlannedFile } from '../model/item/plan';
import { sizeClassOf } from '../model/item/sizeClass';
import { type JobRequest, methodOf } from '../model/job/job';
import type { Digests } from '../model/proof/digest';
import { bytesPerSecond } from '../model/text/units';

/** When work on a file began: by the wall clock for people, by the monotonic one for durations. */
export interface Started {
  readonly at: Date;
  /** Milliseconds of `performance.now()`. */
  readonly by: number;
}

/** Notes the time. */
export function startNow(): Started {
  return { at: new Date(), by: performance.now() };
}

/** The passes that were made over one file and what they gave. */
export interface Passes {
  readonly item: PlannedFile;
  /** Bytes of the copy. */
  readonly size: number;
  readonly bytesCopied: number;
  /** Whole-file passes over the source. */
  readonly sourceReads: number;
  readonly sourceDigests: Digests;
  /** Undefined where the destination was not read. */
  readonly destinationDigests: Digests | undefined;
}

/** Milliseconds since something was begun. */
export function since(started: Started): number {
  return performance.now() - started.by;
}

/**
 * Facts about a file whose passes have just ended, but for its grade and states.
 *
 * @param durationMs Milliseconds of work on this file; it may have waited for others of its group besides.
 */
export function describePasses(
  passes: Passes,
  request: JobRequest,
  started: Started,
  durationMs: number,
): Omit<FileFacts, 'grade' | 'gradeReason' | 'sourceState' | 'provedState'> {
  const { item, size, bytesCopied, sourceDigests, destinationDigests } = passes;
  const sourceReads = size === 0 ? 0 : passes.sourceReads;
  const destinationReads = size === 0 || destinationDigests === undefined ? 0 : 1;
  return {
    size,
    links: item.links,
    sizeClass: sizeClassOf(size),
    method: methodOf(request),
    bufferSize: request.bufferSizeKB * 1024,
    startedAt: started.at.toISOString(),
    endedAt: new Date(started.at.getTime() + since(started)).toISOString(),
    durationMs,
    bytesCopied,
    bytesPerSecond: bytesPerSecond(bytesCopied, durationMs),
    sourceReads,
    destinationReads,
    readsSaved: readsSaved(size, sourceReads, destinationReads),
    sourceDigests,
    ...(destinationDigests === undefined ? {} : { destinationDigests }),
  };
}
