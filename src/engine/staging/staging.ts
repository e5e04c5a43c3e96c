import { closeQuietly } from '../fs/closeQuietly';
import { onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { removeTree } from '../fs/removeTree';
import { SystemError } from '../fs/systemError';
import { CustodyLog } from '../journal/custodyLog';
import type { Attempt } from '../model/job/job';
import type { PathText } from '../model/text/pathText';
import { VERSION } from '../model/version';
import { HeldStaging, PAYLOAD, stagingName, unbornName } from './heldStaging';
import { StagingLock } from './stagingLock';

/** The tool as the custody log names it. */
export const TOOL = `Evidence Copy ${VERSION}`;

const PROBE = 'probe';

/** The name of the folder with plan and ledger of an attempt, in the staging folder. */
export function attemptFolderName(attempt: number): PathText {
  return `attempt-${attempt}`;
}

/**
 * The folder at the destination where everything of a job lies until it is published, with the plan, the ledger and the
 * custody log of the attempt at hand. It appears under its name only when it holds a durable custody log whose first
 * entry is the request: so a job that was killed can be found again, or was never begun.
 */
export class Staging {
  /** @param parts All of them become this object's. */
  constructor(
    private readonly held: HeldStaging,
    /** Plan and ledger of the attempt at hand. */
    readonly attemptFolder: Folder,
    readonly custody: CustodyLog,
  ) {}

  /** @param destination Stays the caller's. Throws a failure of the destination. */
  static create(destination: Folder, attempt: Attempt): Staging {
    return createStaging(destination, attempt, (folder) => {
      const custody = CustodyLog.create(folder);
      custody.append({ event: 'jobStarted', tool: TOOL, attempt });
      custody.sync();
      return custody;
    });
  }

  /** The staging folder itself. */
  get folder(): Folder {
    return this.held.folder;
  }

  /** The copies, under the names they will have. */
  get payload(): Folder {
    return this.held.payload;
  }

  /** Absolute path of what is there, for people. */
  get path(): PathText {
    return this.held.path;
  }

  /** Runs `use` with an empty folder on the destination's file system, which is gone afterwards. */
  withProbe<T>(use: (probe: Folder) => T): T {
    return onDestination(() => {
      // A probe that was cut off may be there still.
      if (this.folder.find(PROBE) !== undefined) removeTree(this.folder, PROBE);
      this.folder.makeFolder(PROBE);
      const probe = this.folder.openFolder(PROBE);
      try {
        return use(probe);
      } finally {
        probe.close();
        // What a failed probe left in it goes with it; why it failed is on its way already.
        removeQuietly(this.folder, PROBE);
      }
    });
  }

  /** Runs `use` with the folder of an attempt, this one or an earlier one. */
  withAttempt<T>(attempt: number, use: (folder: Folder) => T): T {
    const folder = onDestination(() => this.folder.openFolder(attemptFolderName(attempt)));
    try {
      return use(folder);
    } finally {
      folder.close();
    }
  }

  /** Closes everything, and leaves the folder where it is for whoever goes on with it. */
  keep(): void {
    this.#close();
    this.held.release();
  }

  /** Closes everything and removes the folder with all that is in it. Throws a failure of the destination. */
  remove(): void {
    try {
      onDestination(() => {
        this.custody.append({ event: 'discarded' });
        this.custody.sync();
      });
    } finally {
      this.#close();
    }
    this.held.remove();
  }

  #close(): void {
    closeQuietly(this.custody);
    this.attemptFolder.close();
  }
}

/**
 * Makes a staging folder, and gives it its name when it holds what it must.
 *
 * @param writeLog Makes a durable custody log in the folder, and may put more beside it.
 * Throws a failure of the destination.
 */
export function createStaging(
  destination: Folder,
  { jobId, attempt }: Attempt,
  writeLog: (folder: Folder) => CustodyLog,
): Staging {
  return onDestination(() => {
    try {
      return makeStaging(destination, { jobId, attempt }, writeLog);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      // The person knows the destination, not the name that the staging folder has while it is made.
      const { code, syscall, message, offset } = error;
      throw new SystemError(code, syscall, destination.path, message, offset);
    }
  });
}

function makeStaging(
  destination: Folder,
  { jobId, attempt }: Pick<Attempt, 'jobId' | 'attempt'>,
  writeLog: (folder: Folder) => CustodyLog,
): Staging {
  const name = stagingName(jobId);
  const unborn = unbornName(name);
  let current = unborn;
  let custody: CustodyLog | undefined;
  removeUnborn(destination, unborn);
  destination.makeFolder(unborn);
  try {
    let lock: StagingLock;
    const folder = destination.openFolder(unborn);
    try {
      lock = StagingLock.take(folder);
      folder.makeFolder(PAYLOAD);
      folder.makeFolder(attemptFolderName(attempt));
      custody = writeLog(folder);
      folder.sync();
    } finally {
      folder.close();
    }
    destination.moveHere(destination, unborn, name);
    current = name;
    destination.sync();
    return openAttempt(HeldStaging.open(destination, name, lock), attempt, custody);
  } catch (error) {
    if (custody !== undefined) closeQuietly(custody);
    removeQuietly(destination, current);
    throw error;
  }
}

/** Opens the folder of an attempt in a held staging folder. Throws what the file system throws; then nothing is held. */
export function openAttempt(held: HeldStaging, attempt: number, custody: CustodyLog): Staging {
  try {
    return new Staging(held, held.folder.openFolder(attemptFolderName(attempt)), custody);
  } catch (error) {
    held.release();
    throw error;
  }
}

/** A staging folder of this job that never got its name holds no evidence, and nobody needs it once its maker is dead. */
function removeUnborn(destination: Folder, unborn: PathText): void {
  if (destination.find(unborn)?.kind !== 'folder') return;
  const folder = destination.openFolder(unborn);
  try {
    StagingLock.take(folder);
  } finally {
    folder.close();
  }
  removeTree(destination, unborn);
}

/** The failure that led here is the one to report. */
function removeQuietly(parent: Folder, name: PathText): void {
  try {
    removeTree(parent, name);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
}
