import type { PathText } from '../model/text/pathText';

/**
 * A listed name as a path below the audited folder: no `.`, no empty name. Undefined where it could mean anything outside
 * of it, on this system or another: absolute, `..`, a drive, a share, a NUL.
 */
export function listedPath(listed: PathText): PathText | undefined {
  const path = /^[A-Za-z]:|^\\\\/.test(listed) ? undefined : localPath(listed);
  return path === undefined || leadsOutOnWindows(path) ? undefined : path;
}

/** The same for a name that was listed on this system, where a backslash and a colon are letters like others. */
export function localPath(listed: PathText): PathText | undefined {
  if (listed.includes('\0') || listed.startsWith('/')) return undefined;
  const names = listed.split('/').filter((name) => name !== '' && name !== '.');
  return names.length === 0 || names.includes('..') ? undefined : names.join('/');
}

/** Where a backslash separates names, `..` between two of them goes up. */
function leadsOutOnWindows(path: PathText): boolean {
  let depth = 0;
  for (const name of path.split(/[/\\]/)) {
    if (name === '..') depth--;
    else if (name !== '' && name !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}
