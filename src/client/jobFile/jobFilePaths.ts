import nodePath, { type PlatformPath } from 'node:path';
import { fromBytes, type PathText, toBytes } from '../../engine/model/text/pathText';

/** `C:foo`, `C:\foo`, `\\server\share`: what a path of Windows begins with. */
const DRIVE = /^[A-Za-z]:/;
const SHARE = /^\\\\/;

/** Bytes of a name that are no UTF-8 are U+DC80…U+DCFF, one for each (PEP 383); other single surrogates mean nothing. */
const SINGLE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udc7f\udd00-\udfff]/;

/**
 * Why a path in a job file is refused, by the rules of `path` (those of the running system); undefined where it is sound.
 *
 * A path whose meaning depends on more than the job file's folder is refused: on Windows `C:foo` goes by the current
 * folder of drive C. Elsewhere a path of Windows would silently become an odd name beside the job file.
 */
export function jobPathFault(given: string, path: PlatformPath = nodePath): string | undefined {
  if (given === '') return 'is empty; expected a path';
  if (given.includes('\0')) return 'holds a NUL character, which no path can';
  if (SINGLE_SURROGATE.test(given)) return 'holds half a character (a single surrogate), which no path can';
  const isDrive = DRIVE.test(given);
  if (path.sep === '\\') {
    const dependsOnDrive = isDrive && !path.isAbsolute(given);
    return dependsOnDrive
      ? 'depends on the current folder of a drive; expected a backslash after the colon'
      : undefined;
  }
  return isDrive || SHARE.test(given)
    ? 'is a path of Windows, but this is another system; expected a path of this system (put ./ before it if it is one)'
    : undefined;
}

/** A path for which {@link jobPathFault} has nothing to say, made absolute; relative ones start from `folder`. */
export function resolveJobPath(folder: PathText, given: string, path: PlatformPath = nodePath): PathText {
  // Bytes given one by one that together are UTF-8 are the same name as their text.
  return fromBytes(toBytes(path.resolve(folder, given)));
}
