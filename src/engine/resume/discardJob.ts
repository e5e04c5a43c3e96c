import { failureAt, onDestination } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import { CustodyLog } from '../journal/custodyLog';
import type { PathText } from '../model/text/pathText';
import { stagingName } from '../staging/heldStaging';
import { openLeftJob } from './continueJob';

/**
 * Removes what an unfinished job has left at a destination and nobody wants to go on with: its own staging folder, as its
 * custody log says, and nothing else. False where there is none.
 *
 * Throws a failure: `stagingInUse` and `logDamaged`, `namesGiven` where it may have published something already, and those
 * of the destination. Nothing was removed then but what `removeTree` came to before it failed.
 */
export function discardJob(fs: FileSystem, path: PathText, jobId: string): boolean {
  return onDestination(() => {
    const destination = openIfThere(fs, path);
    if (destination === undefined) return false;
    try {
      if (destination.find(stagingName(jobId))?.kind !== 'folder') return false;
      const { held, history } = openLeftJob(destination, jobId);
      try {
        if (history.hasUnrecordedNames) throw failureAt('namesGiven', held.path);
        // Whoever finds the rest of a removal that was cut off can tell what it is.
        CustodyLog.continue(held.folder, history.end, held.folder, { event: 'discarded' }).close();
      } catch (error) {
        held.release();
        throw error;
      }
      held.remove();
      return true;
    } finally {
      destination.close();
    }
  });
}

function openIfThere(fs: FileSystem, path: PathText): Folder | undefined {
  try {
    return fs.openFolder(path);
  } catch (error) {
    if (error instanceof SystemError && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
