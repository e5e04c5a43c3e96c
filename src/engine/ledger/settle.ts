import { receipt } from '../copy/metadata';
import { destinationFailure, failureAt } from '../fs/failures';
import type { FileStat, Folder } from '../fs/fileSystem';
import { below, nameOf, parentOf, topOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { TreeCursor } from '../fs/treeCursor';
import type { Failure } from '../model/failure';
import type { ItemOutcome } from '../model/outcome';
import type { PathText } from '../model/pathText';
import type { PlanItem } from '../model/plan';
import { blockedBy, type Published } from '../publish/publish';
import type { LedgerEntry, LedgerLine } from './ledger';

/** Where the sources of planned items are. */
interface SourcePaths {
  pathOf(path: PathText): PathText;
}

/**
 * The final outcome of every planned item of a job that published: the ledger, held once more against what stands under
 * the final names.
 */
export function* settlePublished(
  lines: Iterable<LedgerLine>,
  published: Published,
  findings: ReadonlyMap<number, Failure>,
  destination: Folder,
  sources: SourcePaths,
): IterableIterator<ItemOutcome> {
  const cursor = new TreeCursor(destination);
  try {
    for (const [item, entry] of lines) {
      if (entry === undefined) throw new Error(`no outcome for item ${item.id}`);
      const failure = findings.get(item.id) ?? unpublished(entry, published);
      if (failure !== undefined) yield failed(item, sources, failure);
      else yield lookAgain(item, entry, finalPath(entry, published), cursor, sources);
    }
  } finally {
    cursor.abandon();
  }
}

/** The outcomes of a job that stopped before it published: what was staged has not arrived, what was not reached failed. */
export function* settleStopped(
  lines: Iterable<LedgerLine>,
  cancelled: boolean,
  sources: SourcePaths,
): IterableIterator<ItemOutcome> {
  for (const [item, entry] of lines) {
    const path = sources.pathOf(item.path);
    if (entry === undefined || entry.outcome === 'copied') {
      yield failed(item, sources, { code: cancelled ? 'cancelled' : 'jobStopped', path });
    } else yield { ...base(item, entry, sources), destination: null };
  }
}

function unpublished(entry: LedgerEntry, published: Published): Failure | undefined {
  const wasToBePublished = entry.outcome === 'copied' || entry.reason === 'merged';
  return wasToBePublished ? blockedBy(entry.stagedAs, published) : undefined;
}

function lookAgain(
  item: PlanItem,
  entry: LedgerEntry,
  path: PathText,
  cursor: TreeCursor,
  sources: SourcePaths,
): ItemOutcome {
  const arrived = entry.outcome === 'copied' || entry.outcome === 'skipped';
  const destination = arrived ? below(cursor.root.path, path) : null;
  const outcome: ItemOutcome = { ...base(item, entry, sources), destination };
  if (destination === null) return outcome;
  let stat: FileStat | undefined | 'hidden';
  try {
    stat = find(cursor, path);
  } catch (error) {
    return failed(item, sources, destinationFailure(error).failure);
  }
  if (stat === 'hidden') return outcome;
  const what =
    entry.outcome === 'copied' ? difference(item, entry, stat) : stat === undefined ? 'it was removed' : undefined;
  if (what !== undefined) return failed(item, sources, failureAt('stagingChanged', destination, { what }).failure);
  if (item.type !== 'folder' || stat === undefined || entry.outcome === 'skipped') return outcome;
  const lost = receipt(item.metadata, stat, true);
  return lost.length === 0 ? outcome : { ...outcome, receipt: lost };
}

/** `hidden` where a folder on the way has been given a mode that keeps this process out too. */
function find(cursor: TreeCursor, path: PathText): FileStat | undefined | 'hidden' {
  try {
    return cursor.folder(parentOf(path)).find(nameOf(path));
  } catch (error) {
    if (error instanceof SystemError && error.code === 'EACCES') return 'hidden';
    if (error instanceof SystemError && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code)) return undefined;
    throw error;
  }
}

function difference(item: PlanItem, entry: LedgerEntry, stat: FileStat | undefined): string | undefined {
  if (stat === undefined) return 'it was removed';
  if (stat.kind !== item.type) return `it became a ${stat.kind}`;
  const proved = entry.file?.provedState;
  if (proved === undefined) return undefined;
  if (String(stat.ino) !== proved.ino || stat.size !== proved.size) return 'it was replaced';
  return String(stat.mtimeNs) === proved.mtimeNs ? undefined : 'it was written to';
}

/** What was skipped stands where it stood before; all else went where its top-level folder went. */
function finalPath({ stagedAs, outcome }: LedgerEntry, { renamed }: Published): PathText {
  const top = topOf(stagedAs);
  if (outcome === 'skipped') return stagedAs;
  const name = renamed.get(top);
  return name === undefined ? stagedAs : `${name}${stagedAs.slice(top.length)}`;
}

function base(item: PlanItem, entry: LedgerEntry, sources: SourcePaths): Omit<ItemOutcome, 'destination'> {
  const { outcome, reason, file, replaced, receipt: lost, failure } = entry;
  return {
    id: item.id,
    type: item.type,
    path: item.path,
    size: sizeOf(item),
    outcome,
    source: sources.pathOf(item.path),
    ...(reason === undefined ? {} : { reason }),
    ...(file === undefined ? {} : { file }),
    ...(replaced === undefined ? {} : { replaced }),
    ...(lost === undefined ? {} : { receipt: lost }),
    ...(failure === undefined ? {} : { failure }),
  };
}

function failed(item: PlanItem, sources: SourcePaths, failure: Failure): ItemOutcome {
  const { id, type, path } = item;
  const size = sizeOf(item);
  return { id, type, path, size, outcome: 'failed', source: sources.pathOf(path), destination: null, failure };
}

function sizeOf(item: PlanItem): number {
  return item.type === 'file' ? item.state.size : 0;
}
