import type { FileStat } from '../fs/fileSystem';
import { nameOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { FailureError } from '../model/failure/failure';
import type { Metadata, PlanItem } from '../model/item/plan';
import { DIFFERENCES_NAMED, type SourceStatement } from '../model/proof/sourceStatement';
import { whatChanged } from './sourceGuard';
import type { SourceTrees } from './sourceTrees';

/**
 * Looks at every planned item once more and holds its metadata against the plan: size, mtime, ctime and inode as far as the
 * file system keeps them, kind and mode. Never fails a job: what cannot be looked at is counted.
 */
export function compareSources(plan: Iterable<PlanItem>, sources: SourceTrees): SourceStatement {
  const counts = { items: 0, differed: 0, notSeen: 0, accessTimes: 0 };
  const differences: SourceStatement['differences'] = [];
  for (const item of plan) {
    if (item.type === 'unreadable') continue;
    counts.items++;
    const now = look(item, sources);
    if (now === 'notSeen') {
      counts.notSeen++;
      continue;
    }
    const what = differenceOf(item, now, sources);
    if (what !== undefined) {
      counts.differed++;
      if (differences.length < DIFFERENCES_NAMED) differences.push({ path: item.path, what });
    } else if (item.type !== 'special' && item.metadata.atimeNs !== String(now?.atimeNs)) counts.accessTimes++;
  }
  return { ...counts, differences };
}

function look({ path }: PlanItem, sources: SourceTrees): FileStat | undefined | 'notSeen' {
  try {
    return sources.folderOf(path).find(nameOf(path));
  } catch (error) {
    if (error instanceof FailureError || error instanceof SystemError) return 'notSeen';
    throw error;
  }
}

function differenceOf(
  item: Exclude<PlanItem, { type: 'unreadable' }>,
  now: FileStat | undefined,
  sources: SourceTrees,
): string | undefined {
  if (now === undefined) return 'it was removed';
  const kind = item.type === 'special' ? item.kind : item.type;
  if (now.kind !== kind) return `it became a ${now.kind}`;
  switch (item.type) {
    case 'file':
      return whatChanged(item.state, now, sources.keepsIdentities(item.path)) ?? metadataDifference(item.metadata, now);
    case 'folder':
    case 'link':
      return metadataDifference(item.metadata, now);
    case 'special':
      return undefined;
    default:
      return item satisfies never;
  }
}

function metadataDifference({ mode, mtimeNs }: Metadata, now: FileStat): string | undefined {
  if (mtimeNs !== String(now.mtimeNs)) return `its modification time changed: ${mtimeNs} ns; now ${now.mtimeNs} ns`;
  return mode === now.mode ? undefined : `its mode changed: ${mode.toString(8)}; now ${now.mode.toString(8)}`;
}
