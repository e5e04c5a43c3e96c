import { failureAt, onDestination } from '../fs/failures';
import { below } from '../fs/names';
import type { JobRequest } from '../model/job/job';
import { packageNameOf } from '../model/job/packaging';
import type { PathText } from '../model/text/pathText';
import { liesInside } from './checkNames';
import type { FoundDestination } from './destination';
import { PreflightError } from './preflightError';
import type { SelectedSource } from './selection';

/**
 * As {@link import('./checkNames').checkNames} for a job whose payload goes into a bag: nothing stands in it yet, so every item
 * keeps its name; but the bag's own name has to be free, unless the policy is `rename`. A bag is never merged.
 */
export function checkBagName(
  sources: readonly SelectedSource[],
  found: FoundDestination,
  request: JobRequest,
): Map<PathText, PathText> {
  const { path } = found;
  const failures = sources
    .filter((source) => liesInside(found, source))
    .map(() => failureAt('destinationInsideSource', path).failure);
  const name = packageNameOf(request);
  const isTaken = found.missing.length === 0 && onDestination(() => found.nearest.find(name)) !== undefined;
  if (isTaken && request.conflict !== 'rename')
    failures.push(failureAt('destinationExists', below(path, name)).failure);
  if (failures.length > 0) throw new PreflightError(failures);
  return new Map(sources.map((source) => [source.name, source.name]));
}
