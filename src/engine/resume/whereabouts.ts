import type { FileStat, Folder } from '../fs/fileSystem';
import { keepsIdentities, mountOf } from '../fs/mounts';
import { nameOf, parentOf, topOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { TreeCursor } from '../fs/treeCursor';
import { isStaged, type LedgerEntry } from '../ledger/ledger';
import type { PlanItem } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import { INCOMPLETE_SUFFIX } from '../publish/publish';

/** Where an item is that an earlier attempt brought here. */
export type Standing = 'staged' | { readonly standsAs: PathText };

/**
 * Finds what earlier attempts brought to the destination: in the staging folder, or already under a final name. A job that
 * was killed while it published does not know how far it came; the disk does. What has a final name counts as this job's
 * only where it is the very file, folder or link that the ledger tells of.
 */
export class Whereabouts {
  readonly #staged: TreeCursor;
  readonly #keepsIdentities: boolean;
  /** Names in the destination that say that they are not complete. */
  readonly #incomplete: readonly PathText[];
  #top: PathText | undefined;
  /** Names under which the top-level item at hand may stand, each with a cursor of its own. */
  #places: { readonly name: PathText; readonly cursor: TreeCursor }[] = [];

  /** @param wasPublished Whether anything may have a final name. Both folders stay the caller's. */
  constructor(
    payload: Folder,
    private readonly destination: Folder,
    private readonly wasPublished: boolean,
  ) {
    this.#staged = new TreeCursor(payload);
    this.#keepsIdentities = keepsIdentities(mountOf(destination.path));
    const names = wasPublished ? [...destination.names()] : [];
    this.#incomplete = names.filter((name) => name.includes(INCOMPLETE_SUFFIX));
  }

  /** Asked in the order of the plan. Undefined where the item is nowhere. Throws what the file system throws. */
  find(item: PlanItem, entry: LedgerEntry): Standing | undefined {
    if (!isStaged(entry)) return undefined;
    const { stagedAs } = entry;
    if (topOf(stagedAs) !== this.#top) this.#comeTo(topOf(stagedAs), item, entry);
    // A file that was just given its final name may have both; a folder may have an empty counterpart in staging.
    const publishedFirst = entry.standsAs !== undefined || item.type !== 'folder';
    const staged = () => (isLike(item, entry, find(this.#staged, stagedAs)) ? 'staged' : undefined);
    const published = (): Standing | undefined => {
      for (const { name, cursor } of this.#places) {
        const path = `${name}${stagedAs.slice(topOf(stagedAs).length)}`;
        if (isSame(item, entry, find(cursor, path), this.#keepsIdentities)) return { standsAs: path };
      }
      return undefined;
    };
    return publishedFirst ? (published() ?? staged()) : (staged() ?? published());
  }

  close(): void {
    this.#staged.abandon();
    this.#leaveTop();
  }

  #comeTo(top: PathText, item: PlanItem, entry: LedgerEntry): void {
    this.#leaveTop();
    this.#top = top;
    if (!this.wasPublished) return;
    const isTop = entry.stagedAs === top;
    const names = [top, ...this.#incomplete.filter((name) => name.startsWith(`${top}${INCOMPLETE_SUFFIX}`))];
    // Into a folder that was there before, its content is published one by one.
    const mayStandIn = (name: PathText) =>
      !isTop ||
      item.type !== 'folder' ||
      (name === top && entry.reason === 'merged') ||
      isSame(item, entry, this.destination.find(name), this.#keepsIdentities);
    this.#places = names.filter(mayStandIn).map((name) => ({ name, cursor: new TreeCursor(this.destination) }));
  }

  #leaveTop(): void {
    for (const { cursor } of this.#places) cursor.abandon();
    this.#places = [];
  }
}

/** What stands at a path; undefined where nothing does, or no folder leads there any more. */
function find(cursor: TreeCursor, path: PathText): FileStat | undefined {
  try {
    return cursor.folder(parentOf(path)).find(nameOf(path));
  } catch (error) {
    if (error instanceof SystemError && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code)) return undefined;
    throw error;
  }
}

/** In staging a name is enough: nobody else has a say there, and content is read again before it counts. */
function isLike(item: PlanItem, { file }: LedgerEntry, stat: FileStat | undefined): boolean {
  return stat?.kind === item.type && (file?.provedState === undefined || file.provedState.size === stat.size);
}

/** Whether what stands there is what the entry tells of. Where inodes mean nothing a file is known by size and time. */
function isSame(item: PlanItem, entry: LedgerEntry, stat: FileStat | undefined, keepsIdentities: boolean): boolean {
  if (stat === undefined || stat.kind !== item.type) return false;
  const proved = entry.file?.provedState;
  if (keepsIdentities) return (proved?.ino ?? entry.identity?.ino) === String(stat.ino);
  return proved === undefined || (proved.size === stat.size && proved.mtimeNs === String(stat.mtimeNs));
}
