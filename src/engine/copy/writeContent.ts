import { onDestination } from '../fs/failures';
import type { OpenFile } from '../fs/fileSystem';
import { takesDirectWrites } from '../fs/mounts';
import { SystemError } from '../fs/systemError';
import { FailureError } from '../model/failure/failure';
import type { ReceiptEntry } from '../model/item/outcome';
import type { FileState, PlannedFile } from '../model/item/plan';
import { type JobRequest, methodOf } from '../model/job/job';
import { isSameFile } from '../plan/checkNames';
import type { Place } from '../reading/place';
import { ReadableParts } from '../reading/readableParts';
import { changeWhileOpen, checkUnchanged, type OpenedSource } from '../reading/sourceGuard';
import type { Following } from '../verify/following';
import { readsBack, readsDevice } from '../verify/grading';
import type { UncachedFile } from '../verify/uncachedReader';
import { CopySink } from './copySink';
import type { FileCopyContext } from './fileCopyContext';
import { type Started, since, startNow } from './fileFacts';
import { type FoundFlaw, flawOf } from './flaw';
import { FollowedWriter } from './followedWriter';
import { applyMetadata } from './metadata';
import type { Transferred } from './passes';

/** What was written, and what is needed to tell of it. */
export interface Content {
  readonly copy: OpenFile;
  readonly written: UncachedFile | undefined;
  /** Its proof, where that was begun with the copy. */
  readonly following: Following | undefined;
  readonly transferred: Transferred;
  readonly sourceState: FileState;
  readonly flaw: FoundFlaw | undefined;
  readonly receipt: ReceiptEntry[];
  readonly started: Started;
  readonly writingMs: number;
}

/**
 * Creates the copy's file, to be written past the page cache where that is known to work; not where it is read back through
 * the cache, which would have to fetch everything from the device first.
 */
export function createCopy({ folder, name }: Place, item: PlannedFile, { request, writer }: FileCopyContext): OpenFile {
  const isReadThroughCache = readsBack(request.verification, methodOf(request)) && !readsDevice(request.verification);
  const mount = writer.isAligned && !isSparse(item) && !isReadThroughCache ? folder.mount() : undefined;
  if (mount === undefined || !takesDirectWrites(mount)) return folder.createFile(name);
  try {
    return folder.createDirect(name);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'EINVAL') throw error;
    return folder.createFile(name);
  }
}

function isSparse({ allocated, state }: PlannedFile): boolean {
  return allocated < state.size;
}

/**
 * Takes the content of an open source to its copy, then the metadata; looks whether the source has stayed the same meanwhile.
 * The copy stays open, also where this throws; what was opened for reading it back is closed then.
 */
export async function writeContent(
  item: PlannedFile,
  source: OpenedSource,
  copy: OpenFile,
  to: Place,
  context: FileCopyContext,
): Promise<Content> {
  const { request, assistants, follower } = context;
  const started = startNow();
  const { file, state } = source;
  // Opened by its name while the mode still lets the owner read.
  const open = () => openCopy(to, copy, context);
  const followed = follower?.follow(copy, state.size, open);
  const following = followed?.following;
  let written = followed?.written;
  try {
    const { source: bytes, writer, digester } = assistants.assist(file, state.size) ?? { ...context, source: file };
    const keepsReadable = request.onReadError === 'keepReadable';
    const transferred = await context.transfer({
      item,
      state,
      source: keepsReadable ? new ReadableParts(bytes, state.size, context.checkpoint) : bytes,
      sink: new CopySink(following ? new FollowedWriter(writer, following) : writer, copy, isSparse(item)),
      digester,
      context,
    });
    const parts = transferred.source instanceof ReadableParts ? transferred.source : undefined;
    const flaw = findFlaw(item, source, parts, transferred.bytes, request);
    if (readsBack(request.verification, methodOf(request))) written ??= open();
    const receipt = applyMetadata(copy, item.metadata);
    following?.finish();
    const writingMs = since(started);
    return { copy, written, following, transferred, sourceState: state, flaw, receipt, started, writingMs };
  } catch (error) {
    await following?.giveUp();
    written?.file.close();
    throw error;
  }
}

/** What the job may keep although it is wrong with the source. Throws what it may not. */
function findFlaw(
  item: PlannedFile,
  source: OpenedSource,
  parts: ReadableParts | undefined,
  bytesRead: number,
  { onSourceChange }: JobRequest,
): FoundFlaw | undefined {
  const change = onSourceChange === 'keepAsSeen' ? (changeWhileOpen(source) ?? source.change) : undefined;
  if (change === undefined) checkUnchanged(source, bytesRead);
  return flawOf(item, source.file, parts, change);
}

/** Opens the copy by its name for reading, and makes sure that the name still means the file that was written. */
function openCopy(to: Place, copy: OpenFile, { reader, request }: FileCopyContext): UncachedFile {
  return onDestination(() => {
    const written = reader.open(to.folder, to.name, readsDevice(request.verification));
    if (isSameFile(written.file.stat(), copy.stat())) return written;
    written.file.close();
    throw new FailureError({ code: 'stagingChanged', path: copy.path, args: { what: 'it was replaced' } });
  });
}
