import { isAbsolute, relative, sep } from 'node:path';
import type { PathText } from '../text/pathText';
import type { Attempt } from './job';

/**
 * The abandoned job that keeps `attempt` from beginning: its thread still hangs in a system call, and when that returns
 * the call may yet give a name in the same destination. Undefined where there is none. Paths are compared as text: to
 * ask the file system could hang as well.
 */
export function lockedBy(attempt: Attempt, abandoned: Iterable<Attempt>): Attempt | undefined {
  for (const other of abandoned) if (other.jobId === attempt.jobId || meet(attempt, other)) return other;
  return undefined;
}

function meet({ request: { destinations } }: Attempt, other: Attempt): boolean {
  return destinations.some((one) =>
    other.request.destinations.some((another) => isWithin(one, another) || isWithin(another, one)),
  );
}

function isWithin(path: PathText, folder: PathText): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
