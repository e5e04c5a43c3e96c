import type { Digester } from '../digests/digester';
import { closeQuietly } from '../fs/closeQuietly';
import { destinationFailure, onDestination } from '../fs/failures';
import type { Folder, OpenFile } from '../fs/fileSystem';
import { FailureError, scopeOf } from '../model/failure';
import type { JobRequest } from '../model/job';
import type { FileFacts, ReceiptEntry } from '../model/outcome';
import type { PathText } from '../model/pathText';
import type { PlannedFile } from '../model/plan';
import { isSameFile } from '../plan/checkNames';
import { stateOf } from '../plan/walk';
import { gradeFile, readsBack, readsDevice } from '../verify/grading';
import { MismatchError, readBack } from '../verify/readBack';
import { readSourceAgain } from '../verify/readSourceAgain';
import type { UncachedFile, UncachedRead, UncachedReader } from '../verify/uncachedReader';
import type { ChunkWriter } from './chunkWriter';
import { describePasses, methodOf, startNow } from './fileFacts';
import { applyMetadata } from './metadata';
import { type Transfer, type Transferred, transferOnce, transferTwice } from './passes';
import type { PassContext } from './readThrough';
import { checkUnchanged, type OpenedSource, openSource } from './sourceGuard';

/** A name in an open folder. */
export interface Place {
  readonly folder: Folder;
  readonly name: PathText;
}

/** What copying one file needs besides the file. */
export interface FileCopyContext extends PassContext {
  readonly request: JobRequest;
  readonly writer: ChunkWriter;
  readonly digester: Digester;
  readonly reader: UncachedReader;
  /** Whether the source's file system has stable inodes and change times. */
  readonly keepsIdentities: boolean;
}

/** A file that arrived in the staging folder, proved to the grade in its facts. */
export interface CopiedFile {
  readonly facts: FileFacts;
  readonly receipt: ReceiptEntry[];
}

/**
 * Copies one planned file to a name that does not exist:
 * open source ▸ create copy ▸ transfer ▸ source unchanged? ▸ metadata ▸ fsync ▸ read back ▸ grade.
 * A copy that is not what was written is made once more from the start, if the job says so; a second one is final.
 * On any failure nothing is left under that name. Throws a {@link FailureError}.
 */
export async function copyFile(
  item: PlannedFile,
  from: Place,
  to: Place,
  context: FileCopyContext,
): Promise<CopiedFile> {
  try {
    return await copyOnce(item, from, to, context);
  } catch (error) {
    if (!(error instanceof MismatchError) || !context.request.retryMismatch) throw error;
    const copied = await copyAgain(error, () => copyOnce(item, from, to, context));
    return { ...copied, facts: { ...copied.facts, earlierMismatch: error.mismatch } };
  }
}

/** Says of a second mismatch that it is the second, and what the first one was. */
async function copyAgain(first: MismatchError, copy: () => Promise<CopiedFile>): Promise<CopiedFile> {
  try {
    return await copy();
  } catch (error) {
    if (!(error instanceof MismatchError)) throw error;
    const { failure } = error;
    const cause = `${failure.cause}; the first copy: ${first.failure.cause} ${JSON.stringify(first.mismatch.difference)}`;
    throw new FailureError({ ...failure, args: { ...failure.args, copies: 2 }, cause });
  }
}

async function copyOnce(item: PlannedFile, from: Place, to: Place, context: FileCopyContext): Promise<CopiedFile> {
  const source = openSource(from.folder, from.name, item, context.keepsIdentities);
  try {
    const copy = onDestination(() => to.folder.createFile(to.name));
    try {
      const copied = await fillCopy(item, source, from, copy, to, context);
      onDestination(() => copy.close());
      return copied;
    } catch (error) {
      closeQuietly(copy);
      discard(to, error);
      throw error;
    }
  } finally {
    source.file.close();
  }
}

async function fillCopy(
  item: PlannedFile,
  source: OpenedSource,
  from: Place,
  copy: OpenFile,
  to: Place,
  context: FileCopyContext,
): Promise<CopiedFile> {
  const { request, reader } = context;
  const { size } = item.state;
  const started = startNow();
  const transferred = await transfer(item, source, copy, context);
  checkUnchanged(source, transferred.bytes);
  // Opened by its name while the mode still lets the owner read.
  const written = readsBack(request.verification, methodOf(request)) ? openCopy(to, copy, context) : undefined;
  let receipt: ReceiptEntry[];
  let copyRead: UncachedRead | undefined;
  let sourceRead: UncachedRead | undefined;
  try {
    receipt = applyMetadata(copy, item.metadata);
    onDestination(() => copy.sync());
    if (written !== undefined) {
      const { sourceDigests } = transferred;
      copyRead = readBack(written, source.file, size, sourceDigests, reader, context);
      if (request.verification === 'deviceAndSource' && copyRead.reason === undefined && size > 0) {
        sourceRead = readSourceAgain(from, source, sourceDigests, written.file, reader, context);
      }
    }
  } finally {
    written?.file.close();
  }
  const provedState = stateOf(onDestination(() => copy.stat()));
  if (provedState.size !== size)
    throw new FailureError({ code: 'hashMismatch', path: copy.path, cause: 'size differs' });
  const grading = gradeFile(size, { copy: copyRead, source: sourceRead }, request, copy.path);
  const { bytes: bytesCopied, sourceDigests } = transferred;
  const sourceReads = transferred.sourceReads + (sourceRead === undefined ? 0 : 1);
  const passes = { item, bytesCopied, sourceReads, sourceDigests, destinationDigests: copyRead?.digests };
  const facts = { ...describePasses(passes, request, started), ...grading, sourceState: source.state, provedState };
  return { facts, receipt };
}

function transfer(
  item: PlannedFile,
  source: OpenedSource,
  destination: OpenFile,
  context: FileCopyContext,
): Promise<Transferred> {
  const job: Transfer = {
    source: source.file,
    destination,
    size: item.state.size,
    sparse: item.allocated < item.state.size,
    digester: context.digester,
    writer: context.writer,
    context,
  };
  return context.request.useBufferReuse ? transferOnce(job) : transferTwice(job);
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

/** A partial copy must not stay where it could be taken for a whole one. */
function discard(to: Place, cause: unknown): void {
  try {
    to.folder.removeFile(to.name);
  } catch (error) {
    // A destination that is given up anyway keeps its first failure; else this one means that it must be given up.
    if (scopeOf(cause) !== 'job') throw destinationFailure(error);
  }
}
