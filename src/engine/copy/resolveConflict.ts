import { failureAt, onDestination, readBackFailure, sourceFailure } from '../fs/failures';
import type { FileStat, Folder } from '../fs/fileSystem';
import { below, nameOf } from '../fs/names';
import type { FileFacts, Replaced } from '../model/item/outcome';
import type { PlannedFile, PlannedLink } from '../model/item/plan';
import type { Conflict } from '../model/job/job';
import { sameDigests } from '../model/proof/digest';
import type { PathText } from '../model/text/pathText';
import { stateOf } from '../plan/walk';
import type { Place } from '../reading/place';
import { checkUnchanged, openSource } from '../reading/sourceGuard';
import { gradeFile, readsDevice } from '../verify/grading';
import type { UncachedRead } from '../verify/uncachedReader';
import { type ExistingNames, freePath } from './existing';
import type { FileCopyContext } from './fileCopyContext';
import { describePasses, since, startNow } from './fileFacts';
import { hashPass } from './passes';

/** What to do with a file or link whose final name may be taken. */
export type Resolution =
  | { action: 'copy'; stagedAs: PathText; replaced?: Replaced }
  | { action: 'skip'; file?: FileFacts };

/** Where conflicts are looked for. */
export interface ConflictContext {
  readonly existing: ExistingNames;
  readonly conflict: Conflict;
  readonly destination: Folder;
  /** Whether a payload path is staged already. */
  isStaged(path: PathText): boolean;
}

/**
 * Applies the conflict policy to a planned file or link. Throws `destinationExists` where what exists differs, and
 * `sameFile` where it is the source itself.
 *
 * @param path Payload path that it would be staged as.
 */
export async function resolveConflict(
  item: PlannedFile | PlannedLink,
  from: Place,
  path: PathText,
  { existing, conflict, destination, isStaged }: ConflictContext,
  copy: FileCopyContext,
): Promise<Resolution> {
  // With `fail` preflight saw that no top-level name exists, and publishing is exclusive.
  if (conflict === 'fail') return { action: 'copy', stagedAs: path };
  if (conflict === 'rename') {
    const isTaken = (candidate: PathText) => isStaged(candidate) || existing.find(candidate) !== undefined;
    return { action: 'copy', stagedAs: freePath(path, isTaken) };
  }
  const found = existing.find(path);
  if (found === undefined) return { action: 'copy', stagedAs: path };
  const absolute = below(destination.path, path);
  if (item.type === 'file' && isSource(item, found)) throw failureAt('sameFile', absolute);
  const place: Place = { folder: existing.folderOf(path), name: nameOf(path) };
  if (conflict === 'overwrite') {
    if (found.kind === 'file') {
      const { digests } = readExisting(place, found.size, copy);
      return { action: 'copy', stagedAs: path, replaced: { state: stateOf(found), digests } };
    }
    if (found.kind === 'link')
      return { action: 'copy', stagedAs: path, replaced: { state: stateOf(found), digests: {} } };
    throw differs(absolute, `it is a ${found.kind}`);
  }
  if (item.type === 'link') {
    if (found.kind !== 'link') throw differs(absolute, 'it is no link');
    if (onDestination(() => place.folder.readLink(place.name)) !== item.target)
      throw differs(absolute, 'it points elsewhere');
    return { action: 'skip' };
  }
  return { action: 'skip', file: await compareContent(item, from, place, found, absolute, copy) };
}

/** Reads both sides and gives the facts of a file that need not be copied; throws where they differ. */
async function compareContent(
  item: PlannedFile,
  from: Place,
  place: Place,
  found: FileStat,
  path: PathText,
  copy: FileCopyContext,
): Promise<FileFacts> {
  if (found.kind !== 'file') throw differs(path, 'it is no file');
  const { size } = item.state;
  if (found.size !== size) throw differs(path, `${found.size} bytes instead of ${size}`);
  const started = startNow();
  const source = openSource(from.folder, from.name, item, copy.keepsIdentities);
  try {
    const { request, writer, digester } = copy;
    const read = await hashPass(source.file, size, digester, writer, sourceFailure, copy);
    checkUnchanged(source, read.bytes);
    const existing = readExisting(place, size, copy);
    if (!sameDigests(read.digests, existing.digests)) throw differs(path, 'other content of the same size');
    const digests = { sourceDigests: read.digests, destinationDigests: existing.digests };
    const passes = { item, size, bytesCopied: 0, sourceReads: 1, ...digests };
    const grading = gradeFile(size, { copy: existing }, request, path);
    return { ...describePasses(passes, request, started, since(started)), ...grading, sourceState: source.state };
  } finally {
    source.file.close();
  }
}

/** Reads what stands at the destination as a copy is read back. */
function readExisting(place: Place, size: number, copy: FileCopyContext): UncachedRead {
  const { reader, request } = copy;
  const existing = onDestination(() => reader.open(place.folder, place.name, readsDevice(request.verification)));
  try {
    return reader.read(existing, size, { ...copy, onError: readBackFailure });
  } finally {
    existing.file.close();
  }
}

function isSource(item: PlannedFile, found: FileStat): boolean {
  return String(found.dev) === item.state.dev && String(found.ino) === item.state.ino;
}

function differs(path: PathText, how: string): Error {
  return failureAt('destinationExists', path, { differs: how });
}
