import { closeQuietly } from '../fs/closeQuietly';
import { destinationFailure, onDestination } from '../fs/failures';
import { FailureError, scopeOf } from '../model/failure/failure';
import type { FileFacts, ReceiptEntry } from '../model/item/outcome';
import type { PlannedFile } from '../model/item/plan';
import type { Difference } from '../model/proof/difference';
import type { PathText } from '../model/text/pathText';
import { stateOf } from '../plan/walk';
import type { Place } from '../reading/place';
import { type OpenedSource, openSource } from '../reading/sourceGuard';
import { gradeFile } from '../verify/grading';
import { type Proof, throwIfUnproved } from '../verify/proof';
import type { Unproved } from '../verify/prove';
import { checkReading, findDifference } from '../verify/readBack';
import { readSourceAgain } from '../verify/readSourceAgain';
import type { UncachedRead } from '../verify/uncachedReader';
import type { FileCopyContext } from './fileCopyContext';
import { describePasses, since, startNow } from './fileFacts';
import { type FoundFlaw, throwIfTaken } from './flaw';
import { type Content, createCopy, writeContent } from './writeContent';

/** A file that arrived in the staging folder, proved to the grade in its facts. */
export interface CopiedFile {
  readonly facts: FileFacts;
  readonly receipt: ReceiptEntry[];
  /** Why it has another name: it is not what was to be copied. */
  readonly flaw?: FoundFlaw;
}

/** Where a file comes from and goes to. Asked for when it is needed: the folders on the way do not stay open. */
export interface Route {
  from(): Place;
  to(): Place;
  /** The name, in the same folder, for a copy that has a flaw. */
  readonly keptName: PathText;
}

/**
 * A copy in the staging folder: written, with the metadata of its source, but neither durable nor proved. It stays open until
 * it has ended, one way or the other.
 */
export class WrittenCopy {
  /** What is to be proved. Its files stay open until `end` or `abandon`. */
  readonly unproved: Unproved;

  private constructor(
    private readonly item: PlannedFile,
    private readonly route: Route,
    private readonly content: Content,
    private readonly context: FileCopyContext,
  ) {
    const { copy, written, following } = content;
    this.unproved = { copy, written, size: this.#size, ...(following && { following }) };
  }

  /**
   * Writes one planned file under a name that does not exist:
   * open source ▸ create copy ▸ transfer ▸ source unchanged? ▸ open for reading back ▸ metadata.
   * What a job may keep of a source that cannot be read, or changes, is written with its flaw. On any failure nothing is left
   * under that name. Throws a {@link FailureError}.
   */
  static async write(item: PlannedFile, route: Route, context: FileCopyContext): Promise<WrittenCopy> {
    const from = route.from();
    const keepsChanged = context.request.onSourceChange === 'keepAsSeen';
    const source = openSource(from.folder, from.name, item, context.keepsIdentities, keepsChanged);
    try {
      const to = route.to();
      const copy = onDestination(() => createCopy(to, item, context));
      try {
        return new WrittenCopy(item, route, await writeContent(item, source, copy, to, context), context);
      } catch (error) {
        closeQuietly(copy);
        discard(() => to, error);
        throw error;
      }
    } finally {
      source.file.close();
    }
  }

  /** Bytes of the copy: with a flaw, what was read. */
  get #size(): number {
    const { flaw, transferred } = this.content;
    return flaw === undefined ? this.item.state.size : transferred.bytes;
  }

  /**
   * The end of a copy after its proof: digests equal ▸ source read again, if it was asked for ▸ grade. Closes it; on any
   * failure nothing is left under its name. Throws a {@link FailureError}, `MismatchError` where other bytes were read back.
   */
  end(proof: Proof): CopiedFile {
    const { copy, written } = this.content;
    try {
      const copied = this.#conclude(proof);
      written?.file.close();
      onDestination(() => copy.close());
      return copied;
    } catch (error) {
      this.#close();
      discard(() => this.route.to(), error);
      throw error;
    }
  }

  /** Closes what is open and leaves what was written: the job has stopped, and nothing counts that has no proof. */
  async abandon(): Promise<void> {
    await this.content.following?.giveUp();
    this.#close();
  }

  /** The same, but takes away what was written: after `cause`, which stops the job here, another thread copies the file. */
  async undo(cause: FailureError): Promise<void> {
    await this.abandon();
    discard(() => this.route.to(), cause);
  }

  #close(): void {
    const { copy, written } = this.content;
    written?.file.close();
    closeQuietly(copy);
  }

  #conclude(proof: Proof): CopiedFile {
    const { request } = this.context;
    const { copy, transferred, sourceState, flaw, receipt, started, writingMs } = this.content;
    const size = this.#size;
    throwIfUnproved(proof);
    const { bytes: bytesCopied, sourceDigests } = transferred;
    const readBack = proof.read && checkReading(proof.read, copy.path, size, sourceDigests, () => this.#locate());
    const reading = startNow();
    const sourceRead = this.#readSourceAgain(readBack);
    const grading = gradeFile(size, { copy: readBack, source: sourceRead }, request, copy.path);
    if (flaw !== undefined) onDestination(() => this.#giveKeptName());
    const provedState = stateOf(onDestination(() => copy.stat()));
    if (provedState.size !== size)
      throw new FailureError({ code: 'hashMismatch', path: copy.path, cause: 'size differs' });
    const sourceReads = transferred.sourceReads + (sourceRead === undefined ? 0 : 1);
    const destinationDigests = readBack?.digests;
    const passes = { item: this.item, size, bytesCopied, sourceReads, sourceDigests, destinationDigests };
    const durationMs = writingMs + proof.durationMs + since(reading);
    const facts = describePasses(passes, request, started, durationMs);
    return { facts: { ...facts, ...grading, sourceState, provedState }, receipt, ...(flaw && { flaw }) };
  }

  #giveKeptName(): void {
    const { folder, name } = this.route.to();
    throwIfTaken(folder, this.route.keptName, this.content.copy.path);
    folder.moveHere(folder, name, this.route.keptName);
  }

  #readSourceAgain(copyRead: UncachedRead | undefined): UncachedRead | undefined {
    const { transferred, sourceState, written, flaw } = this.content;
    const { request, reader } = this.context;
    const isProved = copyRead !== undefined && copyRead.reason === undefined;
    // A source that changes, or cannot be read, gives nothing that a second reading could be held against.
    if (request.verification !== 'deviceAndSource' || !isProved || flaw !== undefined) return undefined;
    if (written === undefined || sourceState.size === 0) return undefined;
    return readSourceAgain(
      this.route.from(),
      sourceState,
      transferred.sourceDigests,
      written.file,
      reader,
      this.context,
    );
  }

  /** Where the copy differs from its source; undefined where the source is not what was copied any more. */
  #locate(): Difference | undefined {
    const { reader, keepsIdentities } = this.context;
    const { written, flaw } = this.content;
    if (written === undefined || flaw !== undefined) return undefined;
    const from = this.route.from();
    let source: OpenedSource;
    try {
      source = openSource(from.folder, from.name, this.item, keepsIdentities);
    } catch (error) {
      if (error instanceof FailureError) return undefined;
      throw error;
    }
    try {
      return findDifference(source.file, written.file, this.item.state.size, reader, this.context);
    } finally {
      source.file.close();
    }
  }
}

/** A partial copy must not stay where it could be taken for a whole one. */
function discard(place: () => Place, cause: unknown): void {
  try {
    const { folder, name } = place();
    folder.removeFile(name);
  } catch (error) {
    // A destination that is given up anyway keeps its first failure; else this one means that it must be given up.
    if (scopeOf(cause) !== 'job') throw error instanceof FailureError ? error : destinationFailure(error);
  }
}
