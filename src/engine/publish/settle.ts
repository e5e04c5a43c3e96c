import { receipt } from '../copy/metadata';
import { destinationFailure, failureAt } from '../fs/failures';
import type { FileStat, Folder } from '../fs/fileSystem';
import { below, nameOf, parentOf, topOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { TreeCursor } from '../fs/treeCursor';
import { isStaged, type LedgerEntry, type LedgerLine } from '../ledger/ledger';
import type { Failure } from '../model/failure/failure';
import type { ItemOutcome } from '../model/item/outcome';
import type { PlanItem } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import { blockedBy, type Published } from './publish';

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
      if (failure !== undefined) yield { ...failed(item, sources, failure), ...historyOf(entry) };
      else if (entry.kept !== undefined) yield lookAtKept(item, entry, entry.kept, published, cursor, sources);
      else yield lookAgain(item, entry, finalPath(entry, published), cursor, sources);
    }
  } finally {
    cursor.abandon();
  }
}

/**
 * The outcomes of a job that stopped before it published: what was staged has not arrived, what was not reached failed. What
 * an earlier attempt had published stands where it stood.
 *
 * @param destination Absolute path of the destination.
 */
export function* settleStopped(
  lines: Iterable<LedgerLine>,
  cancelled: boolean,
  destination: PathText,
  sources: SourcePaths,
): IterableIterator<ItemOutcome> {
  for (const [item, entry] of lines) {
    const path = sources.pathOf(item.path);
    if (entry === undefined || (entry.outcome === 'copied' && entry.standsAs === undefined)) {
      const failure: Failure = { code: cancelled ? 'cancelled' : 'jobStopped', path };
      yield { ...failed(item, sources, failure), ...historyOf(entry) };
    } else {
      const { standsAs } = entry;
      const hasArrived = standsAs !== undefined && entry.outcome !== 'failed';
      yield { ...base(item, entry, sources), destination: hasArrived ? below(destination, standsAs) : null };
    }
  }
}

function unpublished(entry: LedgerEntry, published: Published): Failure | undefined {
  if (!isStaged(entry)) return undefined;
  // What stands already may keep a name that says that it is not complete; only the folder itself has failed to get its own.
  return entry.standsAs === undefined ? blockedBy(entry.stagedAs, published) : published.blocked.get(entry.stagedAs);
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

/** A file that failed, and what was kept of it: it counts as kept only while it is what was proved. */
function lookAtKept(
  item: PlanItem,
  entry: LedgerEntry,
  { stagedAs, ...kept }: NonNullable<LedgerEntry['kept']>,
  published: Published,
  cursor: TreeCursor,
  sources: SourcePaths,
): ItemOutcome {
  const outcome: ItemOutcome = { ...base(item, entry, sources), destination: null };
  if (blockedBy(stagedAs, published) !== undefined) return { ...outcome, kept: { ...kept, destination: null } };
  const {
    outcome: result,
    destination,
    failure,
  } = lookAgain(
    item,
    { id: entry.id, outcome: 'copied', stagedAs, file: kept.file },
    withTop(stagedAs, published.renamed.get(topOf(stagedAs))),
    cursor,
    sources,
  );
  if (result === 'copied') return { ...outcome, kept: { ...kept, destination } };
  return { ...outcome, ...(failure && { failure }) };
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
function finalPath({ stagedAs, standsAs, outcome }: LedgerEntry, { renamed, moved }: Published): PathText {
  if (standsAs !== undefined) return withTop(standsAs, moved.get(topOf(standsAs)));
  return outcome === 'skipped' ? stagedAs : withTop(stagedAs, renamed.get(topOf(stagedAs)));
}

function withTop(path: PathText, name: PathText | undefined): PathText {
  return name === undefined ? path : `${name}${path.slice(topOf(path).length)}`;
}

function base(item: PlanItem, entry: LedgerEntry, sources: SourcePaths): Omit<ItemOutcome, 'destination'> {
  const { outcome, reason, file, replaced, receipt: lost, failure } = entry;
  return {
    ...planned(item, sources),
    outcome,
    ...('metadata' in item && { metadata: item.metadata }),
    ...(reason === undefined ? {} : { reason }),
    ...(file === undefined ? {} : { file }),
    ...(replaced === undefined ? {} : { replaced }),
    ...(lost === undefined ? {} : { receipt: lost }),
    ...(failure === undefined ? {} : { failure }),
    ...historyOf(entry),
  };
}

/** What a further attempt knows of an item besides. */
function historyOf(entry: LedgerEntry | undefined): Pick<ItemOutcome, 'attempt' | 'earlierFailures' | 'sourceSince'> {
  const { attempt, earlierFailures, sourceSince } = entry ?? {};
  return {
    ...(attempt === undefined ? {} : { attempt }),
    ...(earlierFailures === undefined ? {} : { earlierFailures }),
    ...(sourceSince === undefined ? {} : { sourceSince }),
  };
}

function failed(item: PlanItem, sources: SourcePaths, failure: Failure): ItemOutcome {
  return { ...planned(item, sources), outcome: 'failed', destination: null, failure };
}

/** What is told of an item whatever became of it. */
function planned(item: PlanItem, sources: SourcePaths): Omit<ItemOutcome, 'outcome' | 'destination'> {
  const { id, type, path } = item;
  const size = type === 'file' ? item.state.size : 0;
  return { id, type, path, size, source: sources.pathOf(path), ...(type === 'link' && { target: item.target }) };
}
