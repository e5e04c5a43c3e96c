import { closeQuietly } from '../fs/closeQuietly';
import { destinationFailure, onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import { removeAny, removeTree } from '../fs/removeTree';
import { SystemError } from '../fs/systemError';
import { CUSTODY_NAME, CustodyLog } from '../journal/custodyLog';
import { type Attempt, shortId } from '../model/job';
import type { PathText } from '../model/pathText';
import { VERSION } from '../model/version';

/** Prefix of the name under which unfinished copies are seen in a destination. */
export const STAGING_PREFIX = 'INCOMPLETE-';

const PAYLOAD = 'payload';
/** Followed by the number of the attempt: the folder of its plan and its ledger. */
const ATTEMPT_PREFIX = 'attempt-';
const PROBE = 'probe';

/**
 * The folder at the destination where everything of a job lies until it is published. It appears under its name only
 * when it holds a durable custody log whose first entry is the request: so a job that was killed can be found again, or was
 * never begun.
 */
export class Staging {
  private constructor(
    private readonly destination: Folder,
    private name: PathText,
    /** The staging folder itself. */
    readonly folder: Folder,
    /** Plan and ledger of the attempt at hand. */
    readonly attemptFolder: Folder,
    /** The copies, under the names they will have. */
    readonly payload: Folder,
    readonly custody: CustodyLog,
  ) {}

  /** Absolute path of what is there, for people. */
  get path(): PathText {
    return below(this.destination.path, this.name);
  }

  /** @param destination Stays the caller's. Throws a failure of the destination. */
  static create(destination: Folder, attempt: Attempt): Staging {
    const name = `${STAGING_PREFIX}${shortId(attempt.jobId)}`;
    const unborn = `.${name}.new`;
    let current = unborn;
    let custody: CustodyLog | undefined;
    return onDestination(() => {
      destination.makeFolder(unborn);
      try {
        custody = prepare(destination, unborn, attempt);
        destination.moveHere(destination, unborn, name);
        current = name;
        destination.sync();
        const folder = destination.openFolder(name);
        const attemptFolder = folder.openFolder(`${ATTEMPT_PREFIX}${attempt.attempt}`);
        return new Staging(destination, name, folder, attemptFolder, folder.openFolder(PAYLOAD), custody);
      } catch (error) {
        if (custody !== undefined) closeQuietly(custody);
        removeQuietly(destination, current);
        throw error;
      }
    });
  }

  /** Runs `use` with an empty folder on the destination's file system, which is gone afterwards. */
  withProbe<T>(use: (probe: Folder) => T): T {
    onDestination(() => this.folder.makeFolder(PROBE));
    const probe = onDestination(() => this.folder.openFolder(PROBE));
    try {
      return use(probe);
    } finally {
      probe.close();
      // What a failed probe left in it goes with it; why it failed is on its way already.
      removeQuietly(this.folder, PROBE);
    }
  }

  /** Closes everything and leaves the folder where it is. */
  keep(): void {
    this.#closeParts();
    this.folder.close();
  }

  /**
   * Closes everything and removes the folder with all that is in it. Not made durable: should a power cut bring it back,
   * its custody log still tells that the job had published.
   */
  remove(): void {
    const removed = `.${this.name}.old`;
    this.#closeParts();
    try {
      // The log goes last, and without the name: whoever finds the folder under its name can tell what it is.
      for (const child of [...this.folder.names()]) if (child !== CUSTODY_NAME) removeAny(this.folder, child);
      this.destination.moveHere(this.destination, this.name, removed);
      this.name = removed;
      removeTree(this.destination, removed);
    } catch (error) {
      throw destinationFailure(error);
    } finally {
      this.folder.close();
    }
  }

  #closeParts(): void {
    closeQuietly(this.custody);
    this.attemptFolder.close();
    this.payload.close();
  }
}

/** Fills a staging folder that has no name yet with what it must hold before it gets one. */
function prepare(destination: Folder, unborn: PathText, attempt: Attempt): CustodyLog {
  const folder = destination.openFolder(unborn);
  try {
    folder.makeFolder(PAYLOAD);
    folder.makeFolder(`${ATTEMPT_PREFIX}${attempt.attempt}`);
    const custody = CustodyLog.create(folder);
    custody.append({ event: 'jobStarted', tool: `Evidence Copy ${VERSION}`, attempt });
    custody.sync();
    folder.sync();
    return custody;
  } finally {
    folder.close();
  }
}

/** The failure that led here is the one to report. */
function removeQuietly(parent: Folder, name: PathText): void {
  try {
    removeTree(parent, name);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
}
