import { applyMetadata } from '../copy/metadata';
import { destinationFailure, onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below, isWithin, nameOf, parentOf, topOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { TreeCursor } from '../fs/treeCursor';
import { type LedgerEntry, type LedgerLine, stagedCopy } from '../ledger/ledger';
import { type Failure, FailureError } from '../model/failure/failure';
import type { Metadata, PlanItem, PlannedFolder } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import type { Verdict } from '../verify/validate';
import { mergeEarlier } from './mergeEarlier';
import { publishFolder } from './place';
import { publishOne } from './publishOne';

/** Added to the name of a folder with failed items. */
export const INCOMPLETE_SUFFIX = ' (INCOMPLETE)';

/** Plan and ledger from their start, without the items that are not wanted. */
type LinesOf = (isWanted?: (item: PlanItem) => boolean) => Iterable<LedgerLine>;

/** What publishing came to. */
export interface Published {
  /** Other names that top-level items have, by their staged names. */
  readonly renamed: ReadonlyMap<PathText, PathText>;
  /** New names of folders that an earlier attempt had published under another one. */
  readonly moved: ReadonlyMap<PathText, PathText>;
  /** Staged paths that could not be published, with everything below them, and why. They are still staged. */
  readonly blocked: ReadonlyMap<PathText, Failure>;
}

/** What publishing needs. */
export interface PublishContext {
  readonly payload: Folder;
  readonly destination: Folder;
  readonly verdict: Verdict;
  /** Looked at before each final name; what it throws ends publishing. */
  throwIfAbandoned(): void;
  passed(item: PlanItem): void;
}

/**
 * Gives everything that was proved its final name. A folder that the destination does not have is published whole, in
 * one step, when all below it has its metadata; into a folder that exists, files and links are published one by one. So they
 * are into a folder that an earlier attempt published as incomplete; it gets its own name when nothing in it fails any more.
 * Everything is durable when this returns. Throws a failure of the destination.
 *
 * @param lines Gives plan and ledger from their start, each time it is called.
 */
export function publish(lines: LinesOf, context: PublishContext): Published {
  const published = publishStaged(lines, context);
  const { places, moved, blocked } = published;
  if (places.size === 0) return published;
  for (const [path, failure] of mergeEarlier(lines(), { ...context, places })) blocked.set(path, failure);
  for (const [top, place] of places) moved.set(place, top);
  return published;
}

type PublishedStaged = ReturnType<Publisher['finish']>;

function publishStaged(lines: LinesOf, context: PublishContext): PublishedStaged {
  const publisher = new Publisher(context);
  const isWanted = (item: PlanItem) => {
    context.passed(item);
    return !publisher.coversAlready(item);
  };
  try {
    for (const [item, entry] of lines(isWanted)) if (entry !== undefined) publisher.visit(item, entry);
    return publisher.finish();
  } finally {
    publisher.close();
  }
}

/** A folder on the path at hand. */
interface EnteredFolder {
  readonly path: PathText;
  /** Path in the destination that its content is published to. */
  readonly finalPath: PathText;
  readonly metadata: Metadata;
  readonly entry: LedgerEntry;
}

class Publisher {
  readonly #renamed = new Map<PathText, PathText>();
  readonly #blocked: Map<PathText, Failure>;
  readonly #staged: TreeCursor;
  readonly #final: TreeCursor;
  readonly #moved = new Map<PathText, PathText>();
  /** Folders beside the ones that they are to be merged into, by the names of these. */
  readonly #places = new Map<PathText, PathText>();
  readonly #entered: EnteredFolder[] = [];
  /** The folder at hand that will be published whole, and its path in the plan. */
  #unit: { readonly path: PathText; readonly planned: PathText } | undefined;

  constructor(private readonly context: PublishContext) {
    this.#blocked = new Map(context.verdict.tamperedTops);
    this.#staged = new TreeCursor(context.payload, (folder, path) => this.#leave(folder, path));
    this.#final = new TreeCursor(context.destination, (folder) => folder.sync());
  }

  /** Whether an item goes with the folder at hand that will be published whole, and needs nothing else. */
  coversAlready({ type, path }: PlanItem): boolean {
    return type !== 'folder' && this.#unit !== undefined && isWithin(path, this.#unit.planned);
  }

  visit(item: PlanItem, entry: LedgerEntry): void {
    onDestination(() => this.#staged.moveTo(entry.stagedAs));
    const copy = stagedCopy(entry);
    if (copy === undefined || this.#blocked.has(topOf(copy.stagedAs))) return;
    if (item.type === 'folder') onDestination(() => this.#enter(item, copy));
    else if (this.#unit === undefined && copy.standsAs === undefined) this.#publishFile(copy.stagedAs, copy);
  }

  /** Closes what is still open: nothing, but where publishing broke off. */
  close(): void {
    this.#staged.abandon();
    this.#final.abandon();
  }

  finish() {
    onDestination(() => {
      this.#staged.finish();
      this.#final.finish();
      this.context.destination.sync();
    });
    return { renamed: this.#renamed, moved: this.#moved, blocked: this.#blocked, places: this.#places };
  }

  #enter({ path: planned, metadata }: PlannedFolder, entry: LedgerEntry): void {
    const path = entry.stagedAs;
    const { failedTops, arrivedTops } = this.context.verdict;
    // Merged where nothing new arrived: there is nothing to publish beside what exists.
    const isIncomplete = failedTops.has(path) && arrivedTops.has(path);
    const isNew = entry.standsAs === undefined && (entry.reason !== 'merged' || isIncomplete);
    if (this.#unit === undefined && isNew) this.#unit = { path, planned };
    const finalPath = entry.standsAs ?? this.#finalPath(path);
    this.#staged.folder(path);
    this.#entered.push({ path, finalPath, metadata, entry });
    // Its own mode may keep new content out; it is given back at the end.
    if (entry.standsAs !== undefined) this.#final.folder(finalPath).setMode(metadata.mode | 0o700);
  }

  /** All below a folder is done: it gets its metadata and, where it is to be published whole, its name. */
  #leave(folder: Folder, path: PathText): void {
    const left = this.#entered.at(-1);
    if (left?.path !== path) return;
    this.#entered.pop();
    if (left.entry.standsAs !== undefined) {
      applyMetadata(this.#final.folder(left.finalPath), left.metadata);
      if (path === topOf(path)) this.#giveName(left);
      return;
    }
    if (this.#unit === undefined) return;
    if (this.#unit.path === path) {
      this.#unit = undefined;
      folder.sync();
      if (!this.#publishFolder(path)) return;
    }
    applyMetadata(folder, left.metadata);
    folder.sync();
  }

  /** A folder that an earlier attempt published: it is called incomplete as long as anything of it has not arrived. */
  #giveName({ path, finalPath, entry }: EnteredFolder): void {
    const isIncomplete = this.context.verdict.failedTops.has(path) || this.#isBlockedBelow(path);
    if (isIncomplete === (finalPath !== path)) {
      if (isIncomplete) this.#renamed.set(path, finalPath);
      return;
    }
    if (entry.reason === 'merged' && !isIncomplete) {
      this.#places.set(path, finalPath);
      return;
    }
    const { destination, throwIfAbandoned } = this.context;
    throwIfAbandoned();
    this.#final.moveTo('');
    const name = this.#nameFolder(path, isIncomplete, (free) =>
      publishFolder(destination, finalPath, destination, free),
    );
    if (name === undefined) this.#renamed.set(path, finalPath);
    else this.#moved.set(finalPath, name);
  }

  #isBlockedBelow(path: PathText): boolean {
    for (const blocked of this.#blocked.keys()) if (isWithin(blocked, path)) return true;
    return false;
  }

  /** Path in the destination that a staged path gets: below the folder it lies in, wherever that stands. */
  #finalPath(path: PathText): PathText {
    const parent = this.#entered.at(-1);
    return parent === undefined ? path : below(parent.finalPath, nameOf(path));
  }

  #publishFolder(path: PathText): boolean {
    this.context.throwIfAbandoned();
    const from = this.#staged.folder(parentOf(path));
    const to = this.#final.folder(parentOf(this.#finalPath(path)));
    const isIncomplete = this.context.verdict.failedTops.has(path);
    return this.#nameFolder(path, isIncomplete, (name) => publishFolder(from, nameOf(path), to, name)) !== undefined;
  }

  /** Gives a folder the first name that is free, or only its own; undefined where that is taken. */
  #nameFolder(path: PathText, isIncomplete: boolean, give: (name: PathText) => void): PathText | undefined {
    for (let number = 1; ; number++) {
      const suffix = isIncomplete ? `${INCOMPLETE_SUFFIX}${number === 1 ? '' : ` (${number})`}` : '';
      const name = `${nameOf(path)}${suffix}`;
      try {
        give(name);
        if (isIncomplete) this.#renamed.set(path, name);
        return name;
      } catch (error) {
        const isTaken = error instanceof SystemError && (error.code === 'EEXIST' || error.code === 'ENOTEMPTY');
        if (!isTaken) throw error;
        if (isIncomplete) continue;
        this.#blocked.set(path, destinationFailure(error).failure);
        return undefined;
      }
    }
  }

  #publishFile(path: PathText, { replaced }: LedgerEntry): void {
    try {
      const from = this.#staged.folder(parentOf(path));
      const to = this.#final.folder(parentOf(this.#finalPath(path)));
      this.context.throwIfAbandoned();
      publishOne(from, nameOf(path), to, nameOf(path), replaced);
    } catch (error) {
      const failure = error instanceof FailureError ? error : destinationFailure(error);
      if (failure.scope === 'job' && failure.failure.code !== 'destinationExists') throw failure;
      this.#blocked.set(path, failure.failure);
    }
  }
}

/** Why a staged path was not published: it was blocked itself, or a folder above it was. */
export function blockedBy(path: PathText, { blocked }: Published): Failure | undefined {
  if (blocked.size === 0) return undefined;
  for (let at = path; at !== ''; at = parentOf(at)) {
    const failure = blocked.get(at);
    if (failure !== undefined) return failure;
  }
  return undefined;
}
