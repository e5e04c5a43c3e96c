import { destinationFailure, onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import { removeAny, removeTree } from '../fs/removeTree';
import { SystemError } from '../fs/systemError';
import { CUSTODY_NAME } from '../journal/custodyLog';
import { shortId } from '../model/job/job';
import type { PathText } from '../model/text/pathText';
import { StagingLock } from './stagingLock';

/** Prefix of the name under which unfinished copies are seen in a destination. */
export const STAGING_PREFIX = 'INCOMPLETE-';

/** A staging folder that has no name yet, or none any more: no evidence is in it. */
const NAMELESS = new RegExp(`^\\.${STAGING_PREFIX}[0-9a-f]{8}\\.(?:new|old)$`);

/** The folder in a staging folder that holds the copies, under the names they will have. */
export const PAYLOAD = 'payload';

/** The name of the staging folder of a job. */
export function stagingName(jobId: string): PathText {
  return `${STAGING_PREFIX}${shortId(jobId)}`;
}

/** The name of a staging folder while it is being made. */
export function unbornName(name: PathText): PathText {
  return `.${name}.new`;
}

/** The name of a staging folder while it is being removed. */
export function removedName(name: PathText): PathText {
  return `.${name}.old`;
}

/** Whether a folder with this name belongs to an unfinished job, or to one that never began, and is no payload. */
export function isStagingName(name: PathText): boolean {
  return name.startsWith(STAGING_PREFIX) || NAMELESS.test(name);
}

/** An open staging folder that this engine alone works in. */
export class HeldStaging {
  #isHeld = true;

  private constructor(
    private readonly destination: Folder,
    private name: PathText,
    readonly folder: Folder,
    readonly payload: Folder,
    private readonly lock: StagingLock,
  ) {}

  /**
   * Opens a staging folder that has its name.
   *
   * @param destination Stays the caller's.
   * @param lock The lock of the folder where this engine has it already; else it is taken.
   * Throws a failure of the destination.
   */
  static open(destination: Folder, name: PathText, lock?: StagingLock): HeldStaging {
    return onDestination(() => {
      const folder = destination.openFolder(name);
      let taken: StagingLock | undefined;
      try {
        taken = lock ?? StagingLock.take(folder);
        // Removing the staging folder of an earlier attempt may have been cut off.
        if (folder.find(PAYLOAD) === undefined) folder.makeFolder(PAYLOAD);
        return new HeldStaging(destination, name, folder, folder.openFolder(PAYLOAD), taken);
      } catch (error) {
        taken?.release(folder);
        folder.close();
        throw error;
      }
    });
  }

  /** Absolute path of what is there, for people. */
  get path(): PathText {
    return below(this.destination.path, this.name);
  }

  /** Closes everything and gives the lock back: somebody else may go on with it. Never throws. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.payload.close();
    try {
      this.lock.release(this.folder);
    } catch (error) {
      // Its owner ends sooner or later, and the lock with it.
      if (!(error instanceof SystemError)) throw error;
    } finally {
      this.folder.close();
    }
  }

  /**
   * Closes everything and removes the folder with all that is in it. Not made durable: should a power cut bring it back,
   * its custody log still tells how the job ended.
   */
  remove(): void {
    const removed = removedName(this.name);
    this.#isHeld = false;
    this.payload.close();
    try {
      // The log goes last, and without the name: whoever finds the folder under its name can tell what it is.
      const last = new Set([CUSTODY_NAME, this.lock.name]);
      for (const child of [...this.folder.names()]) if (!last.has(child)) removeAny(this.folder, child);
      // An earlier attempt at removing it was cut off.
      if (this.destination.find(removed) !== undefined) removeTree(this.destination, removed);
      this.destination.moveHere(this.destination, this.name, removed);
      this.name = removed;
      removeTree(this.destination, removed);
    } catch (error) {
      throw destinationFailure(error);
    } finally {
      this.folder.close();
    }
  }
}
