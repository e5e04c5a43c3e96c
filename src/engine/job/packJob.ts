import { archiveJob } from '../archive/archiveJob';
import type { Home } from '../bag/home';
import { type TagManifestsContext, writeTagManifests } from '../bag/tagManifests';
import type { Digester } from '../digests/digester';
import { failureFrom } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import type { ItemOutcome } from '../model/item/outcome';
import type { JobRequest } from '../model/job/job';
import type { JobStatus } from '../model/result/summary';
import type { PathText } from '../model/text/pathText';
import { CancelledError, type JobControl } from '../model/thread/jobControl';
import type { Staging } from '../staging/staging';
import type { SummaryBuilder } from './summaryBuilder';
import type { WorkMeter } from './workMeter';

const ONLY_THE_ZIP_IS_MISSING =
  'What was copied stands under its final names, as its records say; only the ZIP was not made.';

const ONLY_THE_TAG_MANIFEST_IS_MISSING =
  'The bag stands under its name and is valid; only its tag manifests, which cover its records, were not made.';

/** What packing needs. All folders stay the caller's. */
export interface PackContext {
  readonly request: JobRequest;
  readonly fs: FileSystem;
  readonly destination: Folder;
  readonly home: Home;
  readonly staging: Staging;
  /** The final outcomes, looked at once more. */
  readonly outcomes: Iterable<ItemOutcome>;
  /** Absolute path of the records; null where there are none. */
  readonly recordsDir: PathText | null;
  readonly digester: Digester;
  readonly control: JobControl;
  readonly work: WorkMeter;
  readonly summary: SummaryBuilder;
}

/** How packing went. */
export interface Packed {
  /** Absolute path of the ZIP; absent where there is none. */
  readonly archive?: PathText;
  /** How the attempt ended, where the ZIP is why. */
  readonly status?: JobStatus;
  /** What becomes of the staging folder, where something of the job is left to do. */
  readonly leaves?: 'keep' | 'remove';
}

/** Makes the ZIP of a job that has published and has its records. A ZIP that failed fails the job, but not its items. */
export async function packJob({ staging, control, work, summary, ...context }: PackContext): Promise<Packed> {
  const { checkpoint, throwIfAbandoned } = control;
  try {
    const archive = await archiveJob({
      ...context,
      scratch: staging.folder,
      failedItems: summary.failedItems,
      isIncomplete: summary.status !== 'complete',
      checkpoint,
      throwIfAbandoned,
      advance: (bytes) => work.archived(bytes),
      naming: (name) => {
        staging.custody.append({ event: 'archiving', name });
        staging.custody.sync();
      },
    });
    return { archive };
  } catch (error) {
    return failed(error, summary, ONLY_THE_ZIP_IS_MISSING);
  }
}

/**
 * Writes the tag manifests of a bag, where there is one; gives how packing went only where that failed. Cannot be cancelled: it
 * reads nothing but records.
 */
export function sealBag(
  { bagName, base }: Home,
  { summary, ...context }: Omit<TagManifestsContext, 'bag' | 'checkpoint'> & { readonly summary: SummaryBuilder },
): Packed | undefined {
  if (typeof bagName !== 'string') return undefined;
  try {
    writeTagManifests({ ...context, bag: base, checkpoint: () => {} });
    return undefined;
  } catch (error) {
    return failed(error, summary, ONLY_THE_TAG_MANIFEST_IS_MISSING);
  }
}

function failed(error: unknown, summary: SummaryBuilder, notice: string): Packed {
  const failure = failureFrom(error);
  summary.failEnd(failure);
  summary.addNotice(notice);
  if (!(error instanceof CancelledError)) return { status: 'failed', leaves: 'keep' };
  return { status: failure.code === 'cancelled' ? 'cancelled' : 'failed', leaves: error.staging };
}
