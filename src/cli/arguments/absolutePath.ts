import { resolve } from 'node:path';
import type { PathText } from '../../engine/model/text/pathText';
import { UsageError } from './usageError';

/** A path of the command line made absolute; `what` names the argument. Throws {@link UsageError} where it is empty. */
export function absolutePath(cwd: PathText, path: PathText, what: string): PathText {
  if (path === '') throw new UsageError(`${what} is empty`);
  return resolve(cwd, path);
}
