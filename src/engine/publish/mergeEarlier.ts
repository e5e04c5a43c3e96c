import { applyMetadata } from '../copy/metadata';
import { destinationFailure, onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { nameOf, parentOf, topOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { TreeCursor } from '../fs/treeCursor';
import { isStaged, type LedgerEntry, type LedgerLine } from '../ledger/ledger';
import { type Failure, FailureError } from '../model/failure/failure';
import type { PlanItem } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import { isSameFile } from '../plan/checkNames';
import { publishFolder } from './place';
import { publishOne } from './publishOne';

/** What merging needs. */
export interface MergeContext {
  readonly destination: Folder;
  /** Folders that earlier attempts published beside the ones they belong in, by the names of these. */
  readonly places: ReadonlyMap<PathText, PathText>;
  throwIfAbandoned(): void;
}

/**
 * Moves what earlier attempts published as incomplete into the folders that were there before, now that all of it has
 * arrived. What somebody has put beside it stays where it is. Everything is durable when this returns.
 *
 * @returns Staged paths that could not be moved, and why. Throws a failure of the destination.
 */
export function mergeEarlier(lines: Iterable<LedgerLine>, context: MergeContext): Map<PathText, Failure> {
  const merger = new Merger(context);
  try {
    for (const [item, entry] of lines) if (entry !== undefined && isStaged(entry)) merger.visit(item, entry);
    return merger.finish();
  } finally {
    merger.close();
  }
}

class Merger {
  readonly #blocked = new Map<PathText, Failure>();
  readonly #from: TreeCursor;
  readonly #to: TreeCursor;
  /** A folder that went over as a whole, with everything in it. */
  #whole: PathText | undefined;

  constructor(private readonly context: MergeContext) {
    this.#from = new TreeCursor(context.destination, (folder, path) => this.#leave(folder, path));
    this.#to = new TreeCursor(context.destination, (folder) => folder.sync());
  }

  visit(item: PlanItem, entry: LedgerEntry): void {
    const { stagedAs, standsAs } = entry;
    const place = this.context.places.get(topOf(stagedAs));
    if (place === undefined) return;
    if (this.#whole !== undefined && stagedAs.startsWith(`${this.#whole}/`)) return;
    const from = `${place}${stagedAs.slice(topOf(stagedAs).length)}`;
    onDestination(() => {
      if (standsAs !== undefined && topOf(standsAs) !== place) this.#removeTwin(from, standsAs);
      else if (item.type === 'folder') this.#folder(from, item.metadata, stagedAs);
      else this.#file(from, entry);
    });
  }

  finish(): Map<PathText, Failure> {
    onDestination(() => {
      this.#from.finish();
      this.#to.finish();
      this.context.destination.sync();
    });
    return this.#blocked;
  }

  close(): void {
    this.#from.abandon();
    this.#to.abandon();
  }

  #folder(from: PathText, metadata: Parameters<typeof applyMetadata>[1], to: PathText): void {
    const source = this.#from.folder(from);
    source.setMode(metadata.mode | 0o700);
    const target = this.#to.folder(parentOf(to));
    if (target.find(nameOf(to)) !== undefined) return;
    this.context.throwIfAbandoned();
    publishFolder(this.#from.folder(parentOf(from)), nameOf(from), target, nameOf(to));
    this.#whole = to;
    applyMetadata(this.#to.folder(to), metadata);
  }

  #file(from: PathText, entry: LedgerEntry): void {
    const { stagedAs } = entry;
    try {
      this.context.throwIfAbandoned();
      const source = this.#from.folder(parentOf(from));
      publishOne(source, nameOf(from), this.#to.folder(parentOf(stagedAs)), nameOf(stagedAs), entry.replaced);
    } catch (error) {
      const failure = error instanceof FailureError ? error : destinationFailure(error);
      if (failure.scope === 'job' && failure.failure.code !== 'destinationExists') throw failure;
      this.#blocked.set(stagedAs, failure.failure);
    }
  }

  /** Of a file that was just being moved when an attempt was killed, both names may be there. */
  #removeTwin(from: PathText, to: PathText): void {
    try {
      const source = this.#from.folder(parentOf(from));
      const [twin, moved] = [source.find(nameOf(from)), this.#to.folder(parentOf(to)).find(nameOf(to))];
      const isTwin = twin !== undefined && moved !== undefined && twin.kind !== 'folder' && isSameFile(twin, moved);
      if (isTwin) source.removeFile(nameOf(from));
    } catch (error) {
      if (!(error instanceof SystemError && error.code === 'ENOENT')) throw error;
    }
  }

  /** A folder from which everything has gone over is needed no more. */
  #leave(_: Folder, path: PathText): void {
    try {
      this.#from.folder(parentOf(path)).removeFolder(nameOf(path));
    } catch (error) {
      const stays = error instanceof SystemError && ['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code);
      if (!stays) throw error;
    }
  }
}
