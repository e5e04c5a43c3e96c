import { bagAlgorithms } from '../bag/bagManifest';
import { tagManifestName } from '../bag/tagManifests';
import { copyFileWhole } from '../fs/copyFileWhole';
import { failureAt, onDestination } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import { removeTree } from '../fs/removeTree';
import { SystemError } from '../fs/systemError';
import { KEPT_WORK } from '../journal/closing';
import type { CustodyEvent } from '../journal/custodyEvent';
import { CustodyLog } from '../journal/custodyLog';
import { type JobHistory, readHistory } from '../journal/history';
import type { Attempt, JobRequest } from '../model/job/job';
import type { PathText } from '../model/text/pathText';
import { HeldStaging, stagingName } from '../staging/heldStaging';
import { attemptFolderName, createStaging, openAttempt, type Staging, TOOL } from '../staging/staging';
import type { LastRecords } from './lastRecords';

/** A job that earlier attempts have left in a staging folder, held until it is begun again or released. */
export interface LeftJob {
  readonly held: HeldStaging;
  readonly history: JobHistory;
}

/**
 * Opens what earlier attempts of a job have left in its staging folder, which is there.
 *
 * @param destination Stays the caller's.
 * Throws a failure of scope `job`: `stagingInUse`, `logDamaged`, or one of the destination.
 */
export function openLeftJob(destination: Folder, jobId: string): LeftJob {
  const held = HeldStaging.open(destination, stagingName(jobId));
  try {
    const history = onDestination(() => readHistory(held.folder));
    if (history.begun.jobId === jobId) return { held, history };
    // Two jobs whose ids begin alike: this staging folder is not ours to touch.
    throw failureAt('destinationExists', held.path, { differs: `it belongs to the job ${history.begun.jobId}` });
  } catch (error) {
    held.release();
    throw error;
  }
}

/** Whether nothing is left of a job but its staging folder: it was killed when all was done, its records and ZIP among it. */
export function isOver({ history }: LeftJob, destination: Folder, fs: FileSystem): boolean {
  const { summary, lastAttempt, lastFinished, begun, archiveName } = history;
  if (summary === undefined || lastFinished !== lastAttempt || summary.stagingDir !== null) return false;
  const hasZip = archiveName !== undefined && onDestination(() => destination.find(archiveName)) !== undefined;
  if (begun.request.zip !== 'none' && !hasZip) return false;
  if (begun.request.layout === 'bag' && !isSealed(destination, history)) return false;
  return summary.recordsDir === null || exists(fs, whereNow(summary.recordsDir, summary.destination, destination.path));
}

/** A path at a destination that may have another path by now, such as that of a drive that is connected again. */
function whereNow(path: PathText, before: PathText, now: PathText): PathText {
  return path.startsWith(`${before}/`) ? `${now}${path.slice(before.length)}` : path;
}

/** Whether the bag of a job has its tag manifests: they come last. */
function isSealed(destination: Folder, { bagName, begun }: JobHistory): boolean {
  if (bagName === undefined) return false;
  return onDestination(() => {
    const bag = destination.find(bagName)?.kind === 'folder' ? destination.openFolder(bagName) : undefined;
    try {
      return bagAlgorithms(begun.request.hashAlgorithms).every(
        (each) => bag?.find(tagManifestName(each)) !== undefined,
      );
    } finally {
      bag?.close();
    }
  });
}

function exists(fs: FileSystem, path: PathText): boolean {
  try {
    fs.openFolder(path).close();
    return true;
  } catch (error) {
    if (error instanceof SystemError && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** The request of a further attempt: that of the first one, for the destination where its staging folder was found. */
export function requestOf({ begun }: JobHistory, { request }: Attempt): JobRequest {
  return { ...begun.request, destinations: request.destinations };
}

/** Begins a further attempt in the staging folder: from here on its number is taken. Throws a failure of the destination. */
export function beginAgain({ held, history }: LeftJob, attempt: Attempt): Staging {
  try {
    return onDestination(() => {
      const name = attemptFolderName(attempt.attempt);
      if (held.folder.find(name) !== undefined) removeTree(held.folder, name);
      held.folder.makeFolder(name);
      const custody = CustodyLog.continue(held.folder, history.end, held.folder, attemptStarted(history, attempt));
      return openAttempt(held, attempt.attempt, custody);
    });
  } catch (error) {
    held.release();
    throw error;
  }
}

/**
 * Begins a further attempt of a job of which only the records are left: a new staging folder continues the custody log, and
 * gets the plan and the ledger that lie among the records of an attempt that is not complete.
 */
export function beginFromRecords(
  fs: FileSystem,
  destination: Folder,
  { path, history }: LastRecords,
  attempt: Attempt,
): Staging {
  return onDestination(() => {
    const records = fs.openFolder(path);
    try {
      return createStaging(destination, attempt, (folder) => {
        const name = attemptFolderName(history.lastAttempt);
        folder.makeFolder(name);
        const before = folder.openFolder(name);
        try {
          for (const each of KEPT_WORK) copyFileWhole(records, before, each);
          before.sync();
        } finally {
          before.close();
        }
        return CustodyLog.continue(records, history.end, folder, attemptStarted(history, attempt));
      });
    } finally {
      records.close();
    }
  });
}

function attemptStarted({ lastEntryAt, endIsOnRecord, end }: JobHistory, { attempt, request }: Attempt): CustodyEvent {
  return {
    event: 'attemptStarted',
    tool: TOOL,
    attempt,
    destinations: [...request.destinations],
    gap: { since: lastEntryAt, length: endIsOnRecord ? 'known' : 'unknown' },
    tornBytes: end.tornBytes,
  };
}
