import nodePath, { type PlatformPath } from 'node:path';
import type { JobRequest } from '../../engine/model/job/job';
import type { Layout } from '../../engine/model/job/packaging';
import type { PathText } from '../../engine/model/text/pathText';

/**
 * Where a job goes whose output folder is made of `folders` below each of its `destinations` (absolute), outermost first. Of a
 * bag the last of them is the bag itself. `path` holds the rules of the running system.
 */
export function placed(
  destinations: readonly PathText[],
  folders: readonly string[],
  layout: Layout,
  path: PlatformPath = nodePath,
): Pick<JobRequest, 'destinations' | 'packageName'> {
  const last = folders.at(-1);
  const below = (names: readonly string[]) => destinations.map((destination) => path.join(destination, ...names));
  if (layout === 'plain' || last === undefined) return { destinations: below(folders) };
  // Braces mean a value in a template, and a job must be able to say its bag's name as one.
  const packageName = last.replaceAll(/[{}]/g, '_');
  return { destinations: below(folders.slice(0, -1)), packageName };
}
