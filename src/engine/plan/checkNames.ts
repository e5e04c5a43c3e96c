import { failureAt, onDestination } from '../fs/failures';
import type { FileStat, Folder } from '../fs/fileSystem';
import { below, numberedName } from '../fs/names';
import type { Failure } from '../model/failure/failure';
import type { Conflict } from '../model/job/job';
import type { PathText } from '../model/text/pathText';
import type { FoundDestination } from './destination';
import { PreflightError } from './preflightError';
import type { SelectedSource } from './selection';

/** Whether two states are of the same file: same device, same inode. */
export function isSameFile(a: FileStat, b: FileStat): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

/**
 * Compares what was selected with what the destination holds, before anything is written.
 *
 * @returns The name that each selected item will have at the destination, by its own name.
 * Throws {@link PreflightError} with every name that is in the way.
 */
export function checkNames(
  sources: readonly SelectedSource[],
  found: FoundDestination,
  conflict: Conflict,
): Map<PathText, PathText> {
  const failures: Failure[] = [];
  const finalNames = new Map<PathText, PathText>();
  const reserved = new Set(sources.map(({ name }) => name));
  for (const source of sources) {
    if (liesInside(found, source)) {
      failures.push(failureAt('destinationInsideSource', found.path).failure);
      continue;
    }
    const existing = found.missing.length > 0 ? undefined : onDestination(() => found.nearest.find(source.name));
    const failure = existing && inTheWay(source, existing, below(found.path, source.name), conflict);
    if (failure !== undefined) failures.push(failure);
    const isTaken = existing !== undefined && conflict === 'rename' && !mergesWith(source, existing);
    finalNames.set(source.name, isTaken ? freeName(found.nearest, source, reserved) : source.name);
  }
  if (failures.length > 0) throw new PreflightError(failures);
  return finalNames;
}

/** Whether a destination lies in what is to be copied there. */
export function liesInside({ ancestors }: FoundDestination, { stat }: SelectedSource): boolean {
  return stat.kind === 'folder' && ancestors.some((ancestor) => isSameFile(ancestor, stat));
}

/** A folder that exists on both sides is merged, unless the policy is to fail. */
function mergesWith(source: SelectedSource, existing: FileStat): boolean {
  return source.stat.kind === 'folder' && existing.kind === 'folder' && !isSameFile(source.stat, existing);
}

function inTheWay(source: SelectedSource, existing: FileStat, path: PathText, conflict: Conflict): Failure | undefined {
  if (conflict === 'rename') return undefined;
  if (isSameFile(source.stat, existing)) return failureAt('sameFile', path).failure;
  return conflict === 'fail' ? failureAt('destinationExists', path).failure : undefined;
}

/** The first of `name (2)`, `name (3)` … that nothing has, neither on disk nor among the selected; it is then reserved. */
function freeName(folder: Folder, source: SelectedSource, reserved: Set<PathText>): PathText {
  for (let number = 2; ; number++) {
    const name = numberedName(source.name, number, source.stat.kind === 'folder');
    if (reserved.has(name) || onDestination(() => folder.find(name)) !== undefined) continue;
    reserved.add(name);
    return name;
  }
}
