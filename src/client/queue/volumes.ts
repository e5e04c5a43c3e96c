import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Failure, FailureCode } from '../../engine/model/failure/failure';
import { codeOf } from '../../engine/model/failure/thrown';
import type { JobSummary } from '../../engine/model/result/summary';
import { type PathText, toBytes } from '../../engine/model/text/pathText';
import { atMost } from '../atMost';
import type { HeldBy } from '../summaries/heldSummary';

/** A device that does not answer is not waited for any longer. */
const ANSWER_MS = 5000;

/** Codes that only a destination can have. */
const ALWAYS: ReadonlySet<FailureCode> = new Set(['noSpace', 'readOnly', 'writeError']);
/** Codes that either side can have. */
const BY_SIDE: ReadonlySet<FailureCode> = new Set(['deviceGone', 'fileSystemDamaged', 'readError']);

/**
 * The device number of the file system that a path lies on, or would lie on once it is made. Undefined where nobody can
 * say, so that such a path is never held back for another's failure.
 */
export function volumeOf(path: PathText): Promise<bigint | undefined> {
  return atMost(ANSWER_MS, nearestDevice(path));
}

async function nearestDevice(path: PathText): Promise<bigint | undefined> {
  for (let at = path; ; at = dirname(at)) {
    try {
      return (await stat(toBytes(at), { bigint: true })).dev;
    } catch (error) {
      const code = codeOf(error);
      const isAbove = code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES';
      if (!isAbove || dirname(at) === at) return undefined;
    }
  }
}

/** The volumes of a job's destinations, in their order; undefined where nobody can say. */
export type Volumes = readonly (bigint | undefined)[];

/** Volumes that cannot be relied on any more, because a job failed for want of them. */
export class FailedVolumes {
  readonly #heldBy = new Map<bigint, HeldBy>();

  /** Takes note of how a job on `volumes` ended. The first failure of a volume is the one that is named. */
  note(volumes: Volumes, summary: JobSummary): void {
    for (const volume of failedVolumes(volumes, summary)) {
      if (!this.#heldBy.has(volume)) this.#heldBy.set(volume, { jobId: summary.jobId, label: summary.label });
    }
  }

  /** The job that failed for want of one of these volumes; undefined where there is none. */
  heldBy(volumes: Volumes): HeldBy | undefined {
    const held = volumes.find((volume) => volume !== undefined && this.#heldBy.has(volume));
    return held === undefined ? undefined : this.#heldBy.get(held);
  }
}

/** The volumes for want of which a job failed, so that others there would fail too. */
export function failedVolumes(volumes: Volumes, { status, failures, destinations }: JobSummary): readonly bigint[] {
  const ends = destinations?.map(({ failure, ...end }) => ({ ...end, failures: failure ? [failure] : [] }));
  return (ends ?? [{ status, failures }]).flatMap((end, index) => {
    const volume = volumes[index];
    return volume !== undefined && end.status === 'failed' && end.failures.some(isOfVolume) ? [volume] : [];
  });
}

/**
 * Whether the volume itself failed, rather than a name or a folder on it or something of the source. A plan that is too
 * large for the room there is says nothing about the next one.
 */
function isOfVolume({ code, args }: Failure): boolean {
  if (code === 'noSpace' && args?.['needed'] !== undefined) return false;
  return ALWAYS.has(code) || (BY_SIDE.has(code) && args?.['side'] === 'destination');
}
