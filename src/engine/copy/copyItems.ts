import type { Digester } from '../digests/digester';
import { failureAt, onDestination, onSource } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below, isWithin, nameOf, parentOf, topOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { TreeCursor } from '../fs/treeCursor';
import type { LedgerEntry, LedgerWriter } from '../ledger/ledger';
import { type Failure, FailureError } from '../model/failure';
import type { JobRequest } from '../model/job';
import type { PathText } from '../model/pathText';
import type { Identity, PlanItem, PlannedFile, PlannedFolder, PlannedLink } from '../model/plan';
import { SMALL_LIMIT } from '../model/sizeClass';
import type { TargetRules } from '../plan/targetRules';
import { identityOf } from '../plan/walk';
import type { UncachedReader } from '../verify/uncachedReader';
import type { ChunkWriter } from './chunkWriter';
import { copyFile, type FileCopyContext, type Place } from './copyFile';
import { ExistingNames } from './existing';
import { applyLinkMetadata } from './metadata';
import type { PassContext } from './readThrough';
import { resolveConflict } from './resolveConflict';
import type { SourceTrees } from './sourceTrees';

/** The buffers and threads of a job. */
export interface Writers {
  /** For files that fit into one buffer. */
  readonly small: ChunkWriter;
  /** For all others, by their size in bytes. */
  large(size: number): ChunkWriter;
}

/** What earlier attempts of the job have done. */
export interface EarlierWork {
  /** The entry of an item that needs no copying, because an earlier attempt has brought it here and it still holds. */
  carry(item: PlanItem): Promise<LedgerEntry | undefined>;
  /** An entry of this attempt, with how earlier ones failed. */
  annotate(entry: LedgerEntry): LedgerEntry;
}

/** What copying all items of a plan needs. */
export interface CopyItemsContext extends PassContext {
  readonly request: JobRequest;
  readonly rules: TargetRules;
  readonly sources: SourceTrees;
  readonly destination: Folder;
  /** The staging folder's payload. */
  readonly payload: Folder;
  readonly writers: Writers;
  readonly digester: Digester;
  readonly reader: UncachedReader;
  /** Names at the destination of the top-level items, by their names in the plan. */
  readonly finalNames: ReadonlyMap<PathText, PathText>;
  /** What earlier attempts have done; undefined in the first one. */
  readonly earlier?: EarlierWork;
  /** Called with each item before it is begun. */
  begin(item: PlanItem): void;
  /** Called with each item and what became of it. */
  ended(item: PlanItem, entry: LedgerEntry): void;
}

/**
 * Brings every planned item into the staging folder, in the order of the plan, and writes one ledger entry for each.
 * Throws the failure that stops the job; the items from there on have no entry.
 */
export async function copyItems(
  plan: Iterable<PlanItem>,
  ledger: LedgerWriter,
  context: CopyItemsContext,
): Promise<void> {
  const copier = new ItemCopier(context);
  try {
    for (const item of plan) {
      context.checkpoint();
      context.begin(item);
      const carried = await context.earlier?.carry(item);
      const [copied, stop] = carried === undefined ? await copier.copy(item) : [carried, undefined];
      const entry = context.earlier?.annotate(copied) ?? copied;
      onDestination(() => ledger.add(entry));
      context.ended(item, entry);
      if (stop !== undefined) throw stop;
    }
  } finally {
    copier.close();
    onDestination(() => ledger.settle());
  }
}

type ItemResult = Omit<LedgerEntry, 'id'>;

class ItemCopier {
  readonly #staged: TreeCursor;
  readonly #existing: ExistingNames;
  /** A folder that could not be begun, and why: nothing below it can be copied either. */
  #blocked: { path: PathText; failure: Failure } | undefined;

  constructor(private readonly context: CopyItemsContext) {
    this.#staged = new TreeCursor(context.payload);
    this.#existing = new ExistingNames(context.destination);
  }

  /** The item's entry and, where the job cannot go on after it, the reason. */
  async copy(item: PlanItem): Promise<[LedgerEntry, FailureError | undefined]> {
    try {
      const blocked = this.#blockedBy(item.path);
      if (blocked !== undefined) throw new FailureError(blocked);
      return [{ id: item.id, ...(await this.#dispatch(item)) }, undefined];
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code === 'cancelled') throw error;
      const { failure } = error;
      if (item.type === 'folder') this.#blocked = { path: item.path, failure };
      const stops = error.scope === 'job' || this.context.request.onItemError === 'stop';
      const entry: LedgerEntry = { id: item.id, outcome: 'failed', stagedAs: this.#stagedPath(item.path), failure };
      return [entry, stops ? new FailureError(failure, 'job') : undefined];
    }
  }

  close(): void {
    this.#staged.abandon();
    this.#existing.close();
  }

  #dispatch(item: PlanItem): Promise<ItemResult> | ItemResult {
    switch (item.type) {
      case 'file':
        return this.#file(item);
      case 'folder':
        return this.#folder(item);
      case 'link':
        return this.#link(item);
      case 'special':
        return { outcome: 'recorded', reason: item.kind, stagedAs: this.#stagedPath(item.path) };
      case 'unreadable':
        throw new FailureError(item.failure);
      default:
        return item satisfies never;
    }
  }

  #folder(item: PlannedFolder): ItemResult {
    const { conflict } = this.context.request;
    const stagedAs = this.#stagedPath(item.path);
    this.context.sources.checkFolder(item);
    const merges = conflict !== 'fail' && this.#existing.findFolder(stagedAs) !== undefined;
    const { folder, name } = this.#place(stagedAs);
    onDestination(() => folder.makeFolder(name));
    const made = { stagedAs, identity: identityAt(folder, name) };
    return merges ? { outcome: 'skipped', reason: 'merged', ...made } : { outcome: 'copied', ...made };
  }

  async #file(item: PlannedFile): Promise<ItemResult> {
    const from = this.#from(item.path);
    const copy = this.#fileContext(item);
    const resolution = await this.#resolve(item, from, copy);
    if (resolution.action === 'skip') {
      const { file } = resolution;
      return { outcome: 'skipped', reason: 'identical', stagedAs: this.#stagedPath(item.path), ...(file && { file }) };
    }
    const { stagedAs, replaced } = resolution;
    const { facts, receipt } = await copyFile(item, from, this.#place(stagedAs), copy);
    return {
      outcome: 'copied',
      stagedAs,
      file: facts,
      ...(replaced === undefined ? {} : { replaced }),
      ...(receipt.length === 0 ? {} : { receipt }),
    };
  }

  async #link(item: PlannedLink): Promise<ItemResult> {
    const from = this.#from(item.path);
    if (!this.context.rules.symbolicLinks) throw failureAt('linkNotSupported', this.context.sources.pathOf(item.path));
    const target = readLink(from);
    if (target !== item.target) {
      const path = this.context.sources.pathOf(item.path);
      throw failureAt('sourceChanged', path, { what: 'the link points elsewhere now' });
    }
    const resolution = await this.#resolve(item, from, this.#fileContext(item));
    if (resolution.action === 'skip')
      return { outcome: 'skipped', reason: 'identical', stagedAs: this.#stagedPath(item.path) };
    const { stagedAs, replaced } = resolution;
    const { folder, name } = this.#place(stagedAs);
    onDestination(() => folder.makeLink(name, target));
    const receipt = applyLinkMetadata(folder, name, item.metadata);
    return {
      outcome: 'copied',
      stagedAs,
      identity: identityAt(folder, name),
      ...(replaced === undefined ? {} : { replaced }),
      ...(receipt.length === 0 ? {} : { receipt }),
    };
  }

  #resolve(item: PlannedFile | PlannedLink, from: Place, copy: FileCopyContext) {
    const { request, destination } = this.context;
    const isStaged = (path: PathText) => {
      const { folder, name } = this.#place(path);
      return onDestination(() => folder.find(name)) !== undefined;
    };
    const conflicts = { existing: this.#existing, conflict: request.conflict, destination, isStaged };
    return resolveConflict(item, from, this.#stagedPath(item.path), conflicts, copy);
  }

  #fileContext(item: PlannedFile | PlannedLink): FileCopyContext {
    const { request, sources, writers, digester, reader, checkpoint, advance } = this.context;
    const size = item.type === 'link' ? 0 : item.state.size;
    return {
      request,
      digester,
      reader,
      checkpoint,
      advance,
      writer: size < SMALL_LIMIT ? writers.small : writers.large(size),
      keepsIdentities: sources.keepsIdentities(item.path),
    };
  }

  #from(path: PathText): Place {
    return { folder: this.context.sources.folderOf(path), name: nameOf(path) };
  }

  #place(stagedAs: PathText): Place {
    return { folder: onDestination(() => this.#staged.folder(parentOf(stagedAs))), name: nameOf(stagedAs) };
  }

  #stagedPath(path: PathText): PathText {
    return stagedPath(path, this.context.finalNames);
  }

  #blockedBy(path: PathText): Failure | undefined {
    if (this.#blocked === undefined) return undefined;
    if (isWithin(path, this.#blocked.path)) return this.#blocked.failure;
    this.#blocked = undefined;
    return undefined;
  }
}

/** A planned path with the top-level name that the item will have at the destination. */
export function stagedPath(path: PathText, finalNames: ReadonlyMap<PathText, PathText>): PathText {
  const top = topOf(path);
  return `${finalNames.get(top) ?? top}${path.slice(top.length)}`;
}

/** What tells a folder or link that was just made from another one. */
function identityAt(folder: Folder, name: PathText): Identity {
  const stat = onDestination(() => folder.find(name));
  if (stat === undefined) throw failureAt('stagingChanged', below(folder.path, name), { what: 'it was removed' });
  return identityOf(stat);
}

function readLink({ folder, name }: Place): PathText {
  try {
    return folder.readLink(name);
  } catch (error) {
    if (error instanceof SystemError && (error.code === 'ENOENT' || error.code === 'EINVAL')) {
      const args = { what: 'the link was removed or replaced' };
      throw new FailureError({ code: 'sourceChanged', path: error.path, args, cause: error.message });
    }
    return onSource(() => {
      throw error;
    });
  }
}
