import type { Digester } from '../digests/digester';
import { failureAt, onDestination, onSource } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import { isWithin, nameOf, parentOf, topOf } from '../fs/names';
import { TreeCursor } from '../fs/treeCursor';
import type { LedgerEntry } from '../ledger/ledger';
import { type Failure, FailureError } from '../model/failure/failure';
import type { PlanItem, PlannedFile, PlannedFolder, PlannedLink } from '../model/item/plan';
import { SMALL_LIMIT } from '../model/item/sizeClass';
import type { JobRequest } from '../model/job/job';
import type { PathText } from '../model/text/pathText';
import type { TargetRules } from '../plan/targetRules';
import { identityOfMade, type Place, readLink } from '../reading/place';
import type { PassContext } from '../reading/readThrough';
import type { SourceTrees } from '../reading/sourceTrees';
import type { Proof } from '../verify/proof';
import type { Follower } from '../verify/prover';
import type { UncachedReader } from '../verify/uncachedReader';
import type { Assistants } from './assistance';
import type { ChunkWriter } from './chunkWriter';
import { endOrCopyAgain } from './copyAgain';
import { ExistingNames, freePath } from './existing';
import type { FileCopyContext } from './fileCopyContext';
import { KeptError, keptPath } from './flaw';
import { applyLinkMetadata } from './metadata';
import type { Transferring } from './passes';
import { resolveConflict } from './resolveConflict';
import { type Route, WrittenCopy } from './writtenCopy';

/** The buffers and threads of a job. */
export interface Writers {
  /** For files that fit into one buffer. */
  readonly small: ChunkWriter;
  /** For all others, by their size in bytes. */
  large(size: number): ChunkWriter;
}

/** What copying items needs. */
export interface ItemCopyContext {
  readonly request: JobRequest;
  /** Number of the attempt. */
  readonly attempt: number;
  readonly fs: FileSystem;
  readonly rules: Pick<TargetRules, 'symbolicLinks'>;
  readonly sources: SourceTrees;
  readonly destination: Folder;
  /** The staging folder's payload. */
  readonly payload: Folder;
  readonly writers: Writers;
  readonly transfer: Transferring;
  readonly assistants: Assistants;
  readonly follower: Follower;
  readonly digester: Digester;
  readonly reader: UncachedReader;
  /** Names at the destination of the top-level items, by their names in the plan. */
  readonly finalNames: ReadonlyMap<PathText, PathText>;
  /** Why an item that could be copied is only recorded: the layout has no place for it. */
  leftOut?(item: PlanItem): string | undefined;
}

/** What a copied item comes to in the ledger, but for its number. */
type ItemResult = Omit<LedgerEntry, 'id'>;

/** A file that was written and waits for its proof. */
export interface Unended {
  readonly copy: WrittenCopy;
  /** Its result, once its proof is there. Throws the failure of the item or of the job. */
  end(proof: Proof): Promise<ItemResult>;
}

/** Brings planned items of every kind into the staging folder, in the order of the plan. */
export class ItemCopier {
  readonly #staged: TreeCursor;
  readonly #existing: ExistingNames;
  /** A folder that could not be begun, and why: nothing below it can be copied either. */
  #blocked: { path: PathText; failure: Failure } | undefined;

  constructor(private readonly context: ItemCopyContext) {
    this.#staged = new TreeCursor(context.payload);
    this.#existing = new ExistingNames(context.destination);
  }

  /** Copies an item, a file all but its proof. Throws the failure of the item or of the job. */
  async begin(item: PlanItem, pass: PassContext): Promise<ItemResult | Unended> {
    this.#throwIfBlocked(item.path);
    const leftOut = this.context.leftOut?.(item);
    if (leftOut !== undefined) return { outcome: 'recorded', reason: leftOut, stagedAs: this.#stagedPath(item.path) };
    switch (item.type) {
      case 'file':
        return this.#file(item, pass);
      case 'folder':
        return this.#folder(item);
      case 'link':
        return this.#link(item, pass);
      case 'special':
        return { outcome: 'recorded', reason: item.kind, stagedAs: this.#stagedPath(item.path) };
      case 'unreadable':
        throw new FailureError(item.failure);
      default:
        return item satisfies never;
    }
  }

  /** Whether a path lies in a folder that could not be begun. */
  isBlocked(path: PathText): boolean {
    return this.#blocked !== undefined && isWithin(path, this.#blocked.path);
  }

  close(): void {
    this.#staged.abandon();
    this.#existing.close();
  }

  #folder(item: PlannedFolder): ItemResult {
    try {
      const { conflict } = this.context.request;
      const stagedAs = this.#stagedPath(item.path);
      this.context.sources.checkFolder(item);
      const merges = conflict !== 'fail' && this.#existing.findFolder(stagedAs) !== undefined;
      const { folder, name } = this.#place(stagedAs);
      onDestination(() => folder.makeFolder(name));
      const made = { stagedAs, identity: identityOfMade({ folder, name }) };
      return merges ? { outcome: 'skipped', reason: 'merged', ...made } : { outcome: 'copied', ...made };
    } catch (error) {
      if (error instanceof FailureError) this.#blocked = { path: item.path, failure: error.failure };
      throw error;
    }
  }

  async #file(item: PlannedFile, pass: PassContext): Promise<ItemResult | Unended> {
    const context = this.#fileContext(item, pass);
    const resolution = await this.#resolve(item, context);
    if (resolution.action === 'skip') {
      const { file } = resolution;
      return { outcome: 'skipped', reason: 'identical', stagedAs: this.#stagedPath(item.path), ...(file && { file }) };
    }
    const { stagedAs, replaced } = resolution;
    const keptAs = this.#keptPath(item, stagedAs);
    const route: Route = {
      from: () => this.#from(item.path),
      to: () => this.#place(stagedAs),
      keptName: nameOf(keptAs),
    };
    const copy = await WrittenCopy.write(item, route, context);
    const end = async (proof: Proof): Promise<ItemResult> => {
      const { facts, receipt, flaw } = await endOrCopyAgain(
        copy,
        proof,
        () => WrittenCopy.write(item, route, { ...context, follower: undefined }),
        context,
      );
      if (flaw !== undefined) {
        const { failure, ...what } = flaw;
        throw new KeptError(failure, { ...what, stagedAs: keptAs, file: facts, receipt });
      }
      return {
        outcome: 'copied',
        stagedAs,
        file: facts,
        ...(replaced === undefined ? {} : { replaced }),
        ...(receipt.length === 0 ? {} : { receipt }),
      };
    };
    return { copy, end };
  }

  async #link(item: PlannedLink, pass: PassContext): Promise<ItemResult> {
    const { rules, sources } = this.context;
    if (!rules.symbolicLinks) throw failureAt('linkNotSupported', sources.pathOf(item.path));
    const target = readLink(this.#from(item.path));
    if (target !== item.target) {
      throw failureAt('sourceChanged', sources.pathOf(item.path), { what: 'the link points elsewhere now' });
    }
    const resolution = await this.#resolve(item, this.#fileContext(item, pass));
    if (resolution.action === 'skip')
      return { outcome: 'skipped', reason: 'identical', stagedAs: this.#stagedPath(item.path) };
    const { stagedAs, replaced } = resolution;
    const { folder, name } = this.#place(stagedAs);
    onDestination(() => folder.makeLink(name, target));
    const receipt = applyLinkMetadata(folder, name, item.metadata);
    return {
      outcome: 'copied',
      stagedAs,
      identity: identityOfMade({ folder, name }),
      ...(replaced === undefined ? {} : { replaced }),
      ...(receipt.length === 0 ? {} : { receipt }),
    };
  }

  #resolve(item: PlannedFile | PlannedLink, copy: FileCopyContext) {
    const { request, destination } = this.context;
    const isStaged = (path: PathText) => {
      const { folder, name } = this.#place(path);
      return onDestination(() => folder.find(name)) !== undefined;
    };
    const conflicts = { existing: this.#existing, conflict: request.conflict, destination, isStaged };
    return resolveConflict(item, this.#from(item.path), this.#stagedPath(item.path), conflicts, copy);
  }

  #fileContext(item: PlannedFile | PlannedLink, pass: PassContext): FileCopyContext {
    const { sources, writers } = this.context;
    const size = item.type === 'link' ? 0 : item.state.size;
    const writer = size < SMALL_LIMIT ? writers.small : writers.large(size);
    const keepsIdentities = sources.keepsIdentities(item.path);
    return { ...this.context, ...pass, writer, keepsIdentities };
  }

  #from(path: PathText): Place {
    return { folder: this.context.sources.folderOf(path), name: nameOf(path) };
  }

  #place(stagedAs: PathText): Place {
    return { folder: onDestination(() => this.#staged.folder(parentOf(stagedAs))), name: nameOf(stagedAs) };
  }

  /** Payload path of what may be kept of a file that fails: one that nothing has, here or in the source. */
  #keptPath(item: PlannedFile, stagedAs: PathText): PathText {
    const { request, attempt } = this.context;
    const path = keptPath(stagedAs, attempt);
    if (request.onReadError === 'fail' && request.onSourceChange === 'fail') return path;
    const source = this.#from(item.path).folder;
    // Nothing can stand in a folder that is published whole.
    const mayExist = request.conflict !== 'fail' || parentOf(path) === '';
    const isPlanned = (each: PathText) => onSource(() => source.find(nameOf(each))) !== undefined;
    return freePath(path, (each) => isPlanned(each) || (mayExist && this.#existing.find(each) !== undefined));
  }

  #stagedPath(path: PathText): PathText {
    return stagedPath(path, this.context.finalNames);
  }

  #throwIfBlocked(path: PathText): void {
    if (this.#blocked === undefined) return;
    if (this.isBlocked(path)) throw new FailureError(this.#blocked.failure);
    this.#blocked = undefined;
  }
}

/** A planned path with the top-level name that the item will have at the destination. */
export function stagedPath(path: PathText, finalNames: ReadonlyMap<PathText, PathText>): PathText {
  const top = topOf(path);
  return `${finalNames.get(top) ?? top}${path.slice(top.length)}`;
}
