import { onSource } from '../fs/failures';
import type { FileStat, Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import { RECORDS_FOLDER } from '../model/audit/manifestNames';
import { FailureError } from '../model/failure/failure';
import type { PathText } from '../model/text/pathText';
import { isStagingName } from '../staging/heldStaging';

/** Something that was met on the walk through an audited folder. */
export interface Met {
  /** Below the audited folder. */
  readonly path: PathText;
  readonly name: PathText;
  readonly stat: FileStat;
  /** The open folder that it lies in. */
  readonly folder: Folder;
}

/** What a walk does with what it meets. */
export interface Visitor {
  /** Called for everything but the audited folder itself, a folder before what is in it. */
  visit(met: Met): void;
  /** Called with a path that could not be looked into. */
  unreadable(path: PathText, cause: string): void;
  /** Whether a folder is walked whatever it is called. */
  isWalked(path: PathText): boolean;
}

/** Walks an audited folder in an order that is the same each time, following no link. Throws what a visitor throws. */
export function walkTree(folder: Folder, visitor: Visitor, at: PathText = ''): void {
  for (const name of namesOf(folder, at, visitor)) {
    const path = at === '' ? name : `${at}/${name}`;
    const stat = lookAt(folder, name, path, visitor);
    if (stat === undefined || isOurs(name, path, stat, visitor)) continue;
    visitor.visit({ path, name, stat, folder });
    if (stat.kind !== 'folder') continue;
    const inner = opened(folder, name, path, visitor);
    if (inner === undefined) continue;
    try {
      walkTree(inner, visitor, path);
    } finally {
      inner.close();
    }
  }
}

/** Records and staging folders are not payload; a copy of such a folder is, where it is listed, and in a bag. */
function isOurs(name: PathText, path: PathText, { kind }: FileStat, visitor: Visitor): boolean {
  if (kind !== 'folder' || visitor.isWalked(path)) return false;
  return name === RECORDS_FOLDER || isStagingName(name);
}

function namesOf(folder: Folder, path: PathText, visitor: Visitor): readonly PathText[] {
  return attempt(path, visitor, () => [...folder.names()].sort()) ?? [];
}

function lookAt(folder: Folder, name: PathText, path: PathText, visitor: Visitor): FileStat | undefined {
  return attempt(path, visitor, () => folder.find(name));
}

function opened(folder: Folder, name: PathText, path: PathText, visitor: Visitor): Folder | undefined {
  return attempt(path, visitor, () => folder.openFolder(name));
}

function attempt<T>(path: PathText, visitor: Visitor, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    // A folder that went away on the way is missing; everything else cannot be looked into.
    if (error.code !== 'ENOENT') visitor.unreadable(path, error.message);
    return undefined;
  }
}

/** Goes along with a search. */
export interface Search {
  /** Called before each item; ends the search by throwing. */
  checkpoint(): void;
  /** Called for every folder that is looked into. */
  onFolder(path: PathText): void;
}

/** All folders of records below an open folder, with their paths. */
export function* recordsFolders(folder: Folder, search: Search, at: PathText = ''): IterableIterator<PathText> {
  for (const name of onSource(() => [...folder.names()].sort())) {
    search.checkpoint();
    const path = at === '' ? name : `${at}/${name}`;
    if (isStagingName(name) || onSource(() => folder.find(name))?.kind !== 'folder') continue;
    search.onFolder(path);
    if (name === RECORDS_FOLDER) {
      yield path;
      continue;
    }
    yield* recordsFoldersIn(folder, name, search, path);
  }
}

/** None in a folder that may not be looked into: the walk tells of it. */
function* recordsFoldersIn(parent: Folder, name: PathText, search: Search, at: PathText): IterableIterator<PathText> {
  let inner: Folder | undefined;
  try {
    inner = onSource(() => parent.openFolder(name));
    yield* recordsFolders(inner, search, at);
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'permissionDenied') throw error;
  } finally {
    inner?.close();
  }
}
