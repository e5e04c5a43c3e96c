import { onSource, sourceFailure } from '../fs/failures';
import type { FileStat, Folder } from '../fs/fileSystem';
import { below, nameOf, parentOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { FailureError } from '../model/failure/failure';
import type { PlanItem } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import { identityOf, metadataOf, Walker, type WalkVisitor } from '../plan/walk';
import type { SourceTrees } from '../reading/sourceTrees';

/** Paths that are planned in folders whose listing broke off, by the path of the folder. */
export type BrokenListings = ReadonlyMap<PathText, ReadonlySet<PathText>>;

/** Finds in a plan which folders are there only in part. @param plan Gives the plan from its start, each time it is called. */
export function findBrokenListings(plan: () => Iterable<PlanItem>): BrokenListings {
  const unreadable = new Set<PathText>();
  for (const { type, path } of plan()) if (type === 'unreadable') unreadable.add(path);
  const broken = new Map<PathText, Set<PathText>>();
  if (unreadable.size === 0) return broken;
  for (const { type, path } of plan()) {
    if (type === 'folder' && unreadable.has(path)) broken.set(path, new Set());
    else if (type !== 'unreadable') broken.get(parentOf(path))?.add(path);
  }
  return broken;
}

/** Where failed items are looked for. */
export interface AfreshContext {
  readonly sources: SourceTrees;
  readonly brokenListings: BrokenListings;
  /** Folders that no source may contain. */
  readonly forbidden: readonly FileStat[];
}

/**
 * Gives the visitor what a source that failed is now: the item as it is to be planned, and where a folder could not be read
 * before, all that is found in it. Where it still cannot be seen, or has become something else, the item stays as it was
 * and fails again.
 */
export function lookAfresh(item: PlanItem, context: AfreshContext, visitor: WalkVisitor): void {
  const seen = see(item.path, context.sources);
  const { id: _, ...asBefore } = item;
  if (seen === undefined || item.type === 'special') visitor.found(asBefore);
  else if (item.type === 'unreadable') walkInto(item.path, seen, context, visitor);
  else if (item.type !== seen.stat.kind) visitor.found(asBefore);
  else if (item.type === 'folder') {
    const { stat } = seen;
    visitor.found({ type: 'folder', path: item.path, identity: identityOf(stat), metadata: metadataOf(stat) });
  } else new Walker(visitor, []).walkAt(seen.parent, nameOf(item.path), item.path, seen.stat);
}

interface Seen {
  readonly parent: Folder;
  readonly stat: FileStat;
}

function see(path: PathText, sources: SourceTrees): Seen | undefined {
  try {
    const parent = sources.folderOf(path);
    const stat = onSource(() => parent.find(nameOf(path)));
    return stat && { parent, stat };
  } catch (error) {
    if (error instanceof FailureError && error.scope === 'item') return undefined;
    throw error;
  }
}

function walkInto(path: PathText, { parent, stat }: Seen, context: AfreshContext, visitor: WalkVisitor): void {
  const walker = new Walker(visitor, context.forbidden);
  const planned = context.brokenListings.get(path);
  if (planned === undefined || stat.kind !== 'folder') walker.walkAt(parent, nameOf(path), path, stat);
  else {
    try {
      listRest(parent, path, planned, walker);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      visitor.found({ type: 'unreadable', path, failure: sourceFailure(error).failure });
    }
  }
}

/** Walks what is in a folder and not in the plan. */
function listRest(parent: Folder, path: PathText, planned: ReadonlySet<PathText>, walker: Walker): void {
  const folder = parent.openFolder(nameOf(path));
  try {
    for (const name of folder.names()) {
      const child = below(path, name);
      const stat = planned.has(child) ? undefined : folder.find(name);
      if (stat !== undefined) walker.walkAt(folder, name, child, stat);
    }
  } finally {
    folder.close();
  }
}
