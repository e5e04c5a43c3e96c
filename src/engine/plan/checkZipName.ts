import { failureAt, onDestination } from '../fs/failures';
import { below } from '../fs/names';
import type { JobRequest } from '../model/job/job';
import { zipDigestName, zipNameOf } from '../model/job/packaging';
import type { PathText } from '../model/text/pathText';
import type { FoundDestination } from './destination';
import { PreflightError } from './preflightError';

/**
 * Makes sure before anything is written that the ZIP can have its name. With `rename` it gets a number where the name is
 * taken; with all else nothing stands in for it, because a ZIP is never merged and never replaced.
 *
 * @param finalNames The names that the selected items will have at the destination.
 * Throws {@link PreflightError}.
 */
export function checkZipName(request: JobRequest, finalNames: Iterable<PathText>, found: FoundDestination): void {
  if (request.zip === 'none') return;
  const zip = zipNameOf(request);
  const names = [zip, zipDigestName(zip)];
  const clash = [...finalNames].find((name) => request.layout === 'plain' && names.includes(name));
  if (clash !== undefined) {
    const args = { other: `the ZIP of this job, ${zip}` };
    throw new PreflightError([failureAt('nameCollision', below(found.path, clash), args).failure]);
  }
  if (request.conflict === 'rename' || found.missing.length > 0) return;
  const taken = names.filter((name) => onDestination(() => found.nearest.find(name)) !== undefined);
  const failures = taken.map((name) => failureAt('destinationExists', below(found.path, name)).failure);
  if (failures.length > 0) throw new PreflightError(failures);
}
