import type { Digester } from '../digests/digester';
import { closeQuietly } from '../fs/closeQuietly';
import { destinationFailure, onDestination } from '../fs/failures';
import type { Folder, OpenFile } from '../fs/fileSystem';
import type { Digests } from '../model/digest';
import { FailureError, scopeOf } from '../model/failure';
import type { JobRequest } from '../model/job';
import type { FileFacts, ReceiptEntry } from '../model/outcome';
import type { PathText } from '../model/pathText';
import type { PlannedFile } from '../model/plan';
import { isSameFile } from '../plan/checkNames';
import { stateOf } from '../plan/walk';
import { gradeFile, readsBack } from '../verify/grading';
import { readBack } from '../verify/readBack';
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
 * On any failure nothing is left under that name. Throws a {@link FailureError}.
 */
export async function copyFile(
  item: PlannedFile,
  from: Place,
  to: Place,
  context: FileCopyContext,
): Promise<CopiedFile> {
  const source = openSource(from.folder, from.name, item, context.keepsIdentities);
  try {
    const copy = onDestination(() => to.folder.createFile(to.name));
    try {
      const copied = await fillCopy(item, source, copy, to, context);
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
  copy: OpenFile,
  to: Place,
  context: FileCopyContext,
): Promise<CopiedFile> {
  const { request, writer } = context;
  const { size } = item.state;
  const started = startNow();
  const transferred = await transfer(item, source, copy, context);
  checkUnchanged(source, transferred.bytes);
  // Opened by its name while the mode still lets the owner read.
  const reader = readsBack(request.verification, methodOf(request)) ? openCopy(to, copy) : undefined;
  let receipt: ReceiptEntry[];
  let destinationDigests: Digests | undefined;
  try {
    receipt = applyMetadata(copy, item.metadata);
    onDestination(() => copy.sync());
    if (reader !== undefined) {
      const { sourceDigests } = transferred;
      destinationDigests = await readBack(reader, size, sourceDigests, context.digester, writer, context);
    }
  } finally {
    reader?.close();
  }
  const provedState = stateOf(onDestination(() => copy.stat()));
  if (provedState.size !== size)
    throw new FailureError({ code: 'hashMismatch', path: copy.path, cause: 'size differs' });
  const grading = gradeFile(size, destinationDigests !== undefined, request, copy.path);
  const { bytes: bytesCopied, sourceReads, sourceDigests } = transferred;
  const passes = { item, bytesCopied, sourceReads, sourceDigests, destinationDigests };
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
function openCopy(to: Place, copy: OpenFile): OpenFile {
  return onDestination(() => {
    const reader = to.folder.openFile(to.name);
    if (isSameFile(reader.stat(), copy.stat())) return reader;
    reader.close();
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
