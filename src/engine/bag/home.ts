import { failureAt, onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below, numberedName } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { BAG_PAYLOAD } from '../model/audit/manifestNames';
import type { Conflict, JobRequest } from '../model/job/job';
import { packageNameOf } from '../model/job/packaging';
import type { PathText } from '../model/text/pathText';
import { publishFolder } from '../publish/place';
import { INCOMPLETE_SUFFIX } from '../publish/publish';

/** The bag in the staging folder. */
const STAGED_BAG = 'bag';

/** Where the payload of a job and what belongs to it come to stand: in the destination, or in a bag. */
export interface Home {
  /** What is published goes into this folder. */
  readonly payload: Folder;
  /** Records go into this folder, tag files too. */
  readonly base: Folder;
  /** The name of the bag at the destination; null where there is no bag, undefined where it has no name yet. */
  readonly bagName: PathText | null | undefined;
  close(): void;
}

/**
 * Opens the home of a job; that of a job without a bag is the destination itself, which stays the caller's.
 *
 * @param published The name that an earlier attempt was about to give its bag.
 * Throws a failure of the destination. The caller closes it.
 */
export function openHome(
  { layout }: JobRequest,
  staging: Folder,
  destination: Folder,
  published: PathText | undefined,
): Home {
  return layout === 'plain' ? plainHome(destination) : openBag(staging, destination, published);
}

/** What becomes of names that exist in the home of a job: a bag is never merged, the policy concerns only its own name. */
export function conflictInside({ conflict, layout }: JobRequest): Conflict {
  return layout === 'bag' ? 'fail' : conflict;
}

function plainHome(destination: Folder): Home {
  return { payload: destination, base: destination, bagName: null, close: () => {} };
}

/** In the staging folder, or where an earlier attempt has published it; made where it is nowhere. */
function openBag(staging: Folder, destination: Folder, published: PathText | undefined): Home {
  return onDestination(() => {
    const isStaged = staging.find(STAGED_BAG)?.kind === 'folder';
    if (!isStaged && published !== undefined && destination.find(published)?.kind === 'folder') {
      return homeAt(destination, published, published);
    }
    if (!isStaged) staging.makeFolder(STAGED_BAG);
    const bag = staging.openFolder(STAGED_BAG);
    try {
      if (bag.find(BAG_PAYLOAD) === undefined) bag.makeFolder(BAG_PAYLOAD);
    } finally {
      bag.close();
    }
    return homeAt(staging, STAGED_BAG, undefined);
  });
}

function homeAt(parent: Folder, name: PathText, bagName: PathText | undefined): Home {
  const base = parent.openFolder(name);
  try {
    const payload = base.openFolder(BAG_PAYLOAD);
    const close = () => {
      payload.close();
      base.close();
    };
    return { payload, base, bagName, close };
  } catch (error) {
    base.close();
    throw error;
  }
}

/** What giving a bag its name needs. Folders stay the caller's. */
export interface NameBag {
  readonly staging: Folder;
  readonly destination: Folder;
  readonly request: JobRequest;
  readonly isIncomplete: boolean;
  /** Called with the name before the bag has it. */
  naming(name: PathText): void;
}

/**
 * Gives a bag its name in one step, durably, and opens it there; one that an earlier attempt published keeps its name as long
 * as that says what the bag is. `home` is closed where the bag is moved. Throws a failure of the destination.
 */
export function nameBag(home: Home, { staging, destination, request, isIncomplete, naming }: NameBag): Home {
  const wanted = packageNameOf(request);
  const { bagName } = home;
  const isNamedIncomplete = bagName?.startsWith(`${wanted}${INCOMPLETE_SUFFIX}`) === true;
  if (typeof bagName === 'string' && isNamedIncomplete === isIncomplete) return home;
  return onDestination(() => {
    const mode = 0o777 & ~process.umask();
    home.payload.setMode(mode);
    home.base.setMode(mode);
    home.payload.sync();
    home.base.sync();
    const [from, fromName] = typeof bagName === 'string' ? [destination, bagName] : [staging, STAGED_BAG];
    for (let number = 1; ; number++) {
      const name = candidate(wanted, isIncomplete, number);
      if (destination.find(name) !== undefined) {
        if (isIncomplete || request.conflict === 'rename') continue;
        throw failureAt('destinationExists', below(destination.path, name));
      }
      naming(name);
      try {
        publishFolder(from, fromName, destination, name);
      } catch (error) {
        if (error instanceof SystemError && ['EEXIST', 'ENOTEMPTY'].includes(error.code)) continue;
        throw error;
      }
      destination.sync();
      home.close();
      return homeAt(destination, name, name);
    }
  });
}

function candidate(wanted: PathText, isIncomplete: boolean, number: number): PathText {
  const name = isIncomplete ? `${wanted}${INCOMPLETE_SUFFIX}` : wanted;
  return number === 1 ? name : numberedName(name, number, true);
}
