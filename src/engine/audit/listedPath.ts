import type { PathText } from '../model/pathText';

/**
 * A listed name as a path below the audited folder: no `.`, no empty name. Undefined where it could mean anything outside
 * of it, on this system or another: absolute, `..`, a drive, a NUL.
 */
export function listedPath(listed: PathText): PathText | undefined {
  if (listed.includes('\0') || listed.startsWith('/') || /^[A-Za-z]:[\\/]?/.test(listed) || listed.startsWith('\\\\')) {
    return undefined;
  }
  const names = listed.split('/').filter((name) => name !== '' && name !== '.');
  if (names.length === 0 || names.includes('..')) return undefined;
  return names.join('/');
}
