import type { EarlierItem, EarlierWork } from '../copy/copyRun';
import { receipt } from '../copy/metadata';
import type { Digester } from '../digests/digester';
import { onDestination, onSource, readBackFailure } from '../fs/failures';
import type { FileStat, Folder } from '../fs/fileSystem';
import { nameOf, parentOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { TreeCursor } from '../fs/treeCursor';
import type { LedgerEntry } from '../ledger/ledger';
import { type Failure, FailureError } from '../model/failure/failure';
import { type EarlierFailure, type FileFacts, readsSaved } from '../model/item/outcome';
import type { FileState, PlanItem, PlannedFile } from '../model/item/plan';
import type { JobRequest } from '../model/job/job';
import { stateOf } from '../plan/walk';
import type { PassContext } from '../reading/readThrough';
import { whatChanged } from '../reading/sourceGuard';
import type { SourceTrees } from '../reading/sourceTrees';
import { gradeFile, readsDevice } from '../verify/grading';
import { checkReading } from '../verify/readBack';
import type { UncachedFile, UncachedReader } from '../verify/uncachedReader';
import { EarlierReader } from './earlierFile';

/** What looking at earlier copies needs. */
export interface CarryContext {
  /** Number of the attempt at hand. */
  readonly attempt: number;
  /** The last attempt that ran to its end: what it published is looked at, and read again only where it differs. */
  readonly lastFinished: number;
  readonly request: JobRequest;
  /** The folder of the attempt at hand, which holds what earlier ones did. All folders stay the caller's. */
  readonly attemptFolder: Folder;
  readonly payload: Folder;
  readonly destination: Folder;
  readonly sources: SourceTrees;
  readonly digester: Digester;
  readonly reader: UncachedReader;
}

/**
 * What earlier attempts brought here and what of it still holds. A file counts when it was read back once more and has the
 * digest on record; what cannot be proved again is removed from staging and copied anew. What has a final name is never
 * touched.
 */
export class EarlierCopies implements EarlierWork {
  readonly #earlier: EarlierReader;
  readonly #staged: TreeCursor;
  readonly #published: TreeCursor;

  constructor(private readonly context: CarryContext) {
    this.#earlier = onDestination(() => new EarlierReader(context.attemptFolder));
    this.#staged = new TreeCursor(context.payload);
    this.#published = new TreeCursor(context.destination);
  }

  async of(item: PlanItem, pass: PassContext): Promise<EarlierItem> {
    const earlier = onDestination(() => this.#earlier.of(item.id));
    const carried = earlier?.proved && this.#carry(item, earlier.proved, pass);
    return { carried, annotate: (entry) => this.#annotate(entry, earlier?.failures) };
  }

  close(): void {
    this.#earlier.close();
    this.#staged.abandon();
    this.#published.abandon();
  }

  #carry(item: PlanItem, proved: LedgerEntry, pass: PassContext): LedgerEntry | undefined {
    if (item.type === 'folder' && proved.standsAs !== undefined) this.#makeCounterpart(proved);
    return item.type === 'file' ? this.#file(item, proved, pass) : proved;
  }

  #annotate(entry: LedgerEntry, failures: readonly EarlierFailure[] | undefined): LedgerEntry {
    const earlierFailures = failures === undefined ? {} : { earlierFailures: [...failures] };
    return { ...entry, attempt: entry.attempt ?? this.context.attempt, ...earlierFailures };
  }

  /** What is still to be published into a folder that has its final name is staged in an empty one of the same name. */
  #makeCounterpart({ stagedAs }: LedgerEntry): void {
    onDestination(() => {
      const folder = this.#staged.folder(parentOf(stagedAs));
      if (folder.find(nameOf(stagedAs)) === undefined) folder.makeFolder(nameOf(stagedAs));
    });
  }

  #file(item: PlannedFile, proved: LedgerEntry, pass: PassContext): LedgerEntry | undefined {
    const opened = this.#open(proved);
    if (opened === undefined) return undefined;
    const since = this.#sourceSince(item, proved);
    const entry = since === undefined ? proved : { ...proved, sourceSince: since };
    try {
      return this.#prove(item, entry, opened, pass);
    } catch (error) {
      if (!(error instanceof FailureError) || error.scope === 'job') throw error;
      return this.#giveUp(proved, error.failure);
    } finally {
      opened.file.close();
    }
  }

  /** A copy that could not be proved again: in staging it makes room for a new one, under its final name it stays. */
  #giveUp({ id, stagedAs, standsAs }: LedgerEntry, failure: Failure): LedgerEntry | undefined {
    const isChanged = failure.code === 'hashMismatch';
    if (standsAs === undefined) {
      onDestination(() => this.#staged.folder(parentOf(stagedAs)).removeFile(nameOf(stagedAs)));
      return isChanged ? undefined : { id, outcome: 'failed', stagedAs, failure };
    }
    const args = { what: 'its content was changed after it was published' };
    const told: Failure = isChanged ? { ...failure, code: 'stagingChanged', args } : failure;
    return { id, outcome: 'failed', stagedAs, failure: told };
  }

  #prove(item: PlannedFile, entry: LedgerEntry, opened: UncachedFile, pass: PassContext): LedgerEntry | undefined {
    const { file, standsAs } = entry;
    if (file?.provedState === undefined) return undefined;
    const { request, lastFinished, reader, digester } = this.context;
    const stat = onDestination(() => opened.file.stat());
    const isAsProved = isSameState(file.provedState, stat);
    const isSettled = standsAs !== undefined && (entry.attempt ?? 0) <= lastFinished;
    if (isSettled && isAsProved) return entry;
    const { size } = item.state;
    const read = reader.read(opened, size, { ...pass, digester, onError: readBackFailure });
    const copy = checkReading(read, opened.file.path, size, file.sourceDigests, () => undefined);
    const source = file.grade === 'deviceAndSource' ? {} : undefined;
    const { gradeReason: _, ...facts } = file;
    const destinationReads = file.destinationReads + (size === 0 ? 0 : 1);
    const provedAgain: FileFacts = {
      ...facts,
      destinationReads,
      readsSaved: readsSaved(size, file.sourceReads, destinationReads),
      destinationDigests: copy.digests,
      ...gradeFile(size, { copy, source }, request, opened.file.path),
      provedState: stateOf(stat),
    };
    if (isAsProved) return { ...entry, file: provedAgain };
    const { receipt: __, ...rest } = entry;
    const lost = receipt(item.metadata, stat, true);
    return { ...rest, file: provedAgain, ...(lost.length === 0 ? {} : { receipt: lost }) };
  }

  /** Undefined where the copy is not there any more. */
  #open({ stagedAs, standsAs }: LedgerEntry): UncachedFile | undefined {
    const [cursor, path] = standsAs === undefined ? [this.#staged, stagedAs] : [this.#published, standsAs];
    try {
      const pastCache = readsDevice(this.context.request.verification);
      return this.context.reader.open(cursor.folder(parentOf(path)), nameOf(path), pastCache);
    } catch (error) {
      if (error instanceof SystemError && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code)) return undefined;
      return onDestination(() => {
        throw error;
      });
    }
  }

  /** How the source differs from what was copied. It is only looked at: the copy is what it was then. */
  #sourceSince(item: PlannedFile, { file }: LedgerEntry): string | undefined {
    const { sources } = this.context;
    if (file === undefined) return undefined;
    try {
      const stat = onSource(() => sources.folderOf(item.path).find(nameOf(item.path)));
      if (stat === undefined) return 'it is not there any more';
      return whatChanged(file.sourceState, stat, sources.keepsIdentities(item.path));
    } catch (error) {
      if (error instanceof FailureError && error.scope === 'item')
        return `it cannot be looked at: ${error.failure.code}`;
      throw error;
    }
  }
}

/** The device does not count: it has another number when it is connected again. */
function isSameState(proved: FileState, stat: FileStat): boolean {
  const now = stateOf(stat);
  return (['ino', 'size', 'mtimeNs', 'ctimeNs'] as const).every((field) => now[field] === proved[field]);
}
