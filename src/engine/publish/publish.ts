import { applyMetadata } from '../copy/metadata';
import { destinationFailure, failureAt, onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below, nameOf, parentOf, topOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { TreeCursor } from '../fs/treeCursor';
import type { LedgerEntry, LedgerLine } from '../ledger/ledger';
import { type Failure, FailureError } from '../model/failure';
import type { PathText } from '../model/pathText';
import type { Metadata, PlanItem } from '../model/plan';
import { stateOf } from '../plan/walk';
import type { Verdict } from '../verify/validate';
import { publishFile, publishFolder } from './place';

/** Added to the name of a folder with failed items. */
export const INCOMPLETE_SUFFIX = ' (INCOMPLETE)';

/** What publishing came to. */
export interface Published {
  /** Other names that top-level items got, by their staged names. */
  readonly renamed: ReadonlyMap<PathText, PathText>;
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
 * one step, when all below it has its metadata; into a folder that exists, files and links are published one by one.
 * Everything is durable when this returns. Throws a failure of the destination.
 */
export function publish(lines: Iterable<LedgerLine>, context: PublishContext): Published {
  const publisher = new Publisher(context);
  try {
    for (const [item, entry] of lines) {
      if (entry !== undefined) publisher.visit(item, entry);
      context.passed(item);
    }
    return publisher.finish();
  } finally {
    publisher.close();
  }
}

class Publisher {
  readonly #renamed = new Map<PathText, PathText>();
  readonly #blocked: Map<PathText, Failure>;
  readonly #staged: TreeCursor;
  readonly #final: TreeCursor;
  /** Metadata of the staged folders on the path at hand. */
  readonly #metadata: { path: PathText; metadata: Metadata }[] = [];
  /** The folder at hand that will be published whole. */
  #unit: PathText | undefined;

  constructor(private readonly context: PublishContext) {
    this.#blocked = new Map(context.verdict.tamperedTops);
    this.#staged = new TreeCursor(context.payload, (folder, path) => this.#leave(folder, path));
    this.#final = new TreeCursor(context.destination, (folder) => folder.sync());
  }

  visit(item: PlanItem, entry: LedgerEntry): void {
    const path = entry.stagedAs;
    onDestination(() => this.#staged.moveTo(path));
    const isStaged = entry.outcome === 'copied' || entry.reason === 'merged';
    if (!isStaged || this.#blocked.has(topOf(path))) return;
    if (item.type === 'folder') this.#enter(path, item.metadata, entry);
    else if (this.#unit === undefined) this.#publishFile(path, entry);
  }

  /** Closes what is still open: nothing, but where publishing broke off. */
  close(): void {
    this.#staged.abandon();
    this.#final.abandon();
  }

  finish(): Published {
    onDestination(() => {
      this.#staged.finish();
      this.#final.finish();
      this.context.destination.sync();
    });
    return { renamed: this.#renamed, blocked: this.#blocked };
  }

  #enter(path: PathText, metadata: Metadata, entry: LedgerEntry): void {
    const { failedTops, arrivedTops } = this.context.verdict;
    // Merged where nothing new arrived: there is nothing to publish beside what exists.
    const isIncomplete = failedTops.has(path) && arrivedTops.has(path);
    if (this.#unit === undefined && (entry.reason !== 'merged' || isIncomplete)) this.#unit = path;
    onDestination(() => this.#staged.folder(path));
    this.#metadata.push({ path, metadata });
  }

  /** All below a folder is done: it gets its metadata and, where it is to be published whole, its name. */
  #leave(folder: Folder, path: PathText): void {
    const opened = this.#metadata.at(-1);
    if (opened?.path !== path) return;
    this.#metadata.pop();
    if (this.#unit === undefined) return;
    if (this.#unit === path) {
      this.#unit = undefined;
      folder.sync();
      if (!this.#publishFolder(path)) return;
    }
    applyMetadata(folder, opened.metadata);
    folder.sync();
  }

  #publishFolder(path: PathText): boolean {
    this.context.throwIfAbandoned();
    const from = this.#staged.folder(parentOf(path));
    const to = this.#final.folder(parentOf(path));
    const isIncomplete = this.context.verdict.failedTops.has(path);
    for (let number = 1; ; number++) {
      const suffix = isIncomplete ? `${INCOMPLETE_SUFFIX}${number === 1 ? '' : ` (${number})`}` : '';
      const name = `${nameOf(path)}${suffix}`;
      try {
        publishFolder(from, nameOf(path), to, name);
        if (isIncomplete) this.#renamed.set(path, name);
        return true;
      } catch (error) {
        const isTaken = error instanceof SystemError && (error.code === 'EEXIST' || error.code === 'ENOTEMPTY');
        if (!isTaken) throw error;
        if (isIncomplete) continue;
        this.#blocked.set(path, destinationFailure(error).failure);
        return false;
      }
    }
  }

  #publishFile(path: PathText, { replaced }: LedgerEntry): void {
    try {
      const from = this.#staged.folder(parentOf(path));
      const to = this.#final.folder(parentOf(path));
      this.context.throwIfAbandoned();
      if (replaced === undefined) publishFile(from, nameOf(path), to, nameOf(path));
      else {
        this.#throwIfChanged(to, path, replaced.state);
        to.moveHere(from, nameOf(path), nameOf(path));
      }
    } catch (error) {
      const failure = error instanceof FailureError ? error : destinationFailure(error);
      if (failure.scope === 'job' && failure.failure.code !== 'destinationExists') throw failure;
      this.#blocked.set(path, failure.failure);
    }
  }

  /** Only what was put on record may be replaced. */
  #throwIfChanged(to: Folder, path: PathText, before: ReturnType<typeof stateOf>): void {
    const stat = to.find(nameOf(path));
    const now = stat && stateOf(stat);
    const isSame = now?.ino === before.ino && now.dev === before.dev && now.mtimeNs === before.mtimeNs;
    if (isSame && now.size === before.size) return;
    throw failureAt('publishBlocked', below(this.context.destination.path, path), { what: 'it changed meanwhile' });
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
