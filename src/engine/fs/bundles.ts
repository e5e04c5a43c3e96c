import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { fs } from './nodeFs';

/** The SHA-256 of each of the given program files, by its name: which code ran. */
export function bundleDigests(paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    paths.map((path) => [basename(path), createHash('sha256').update(fs.readFileSync(path)).digest('hex')]),
  );
}
