import { failureAt } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import type { Replaced } from '../model/item/outcome';
import type { PathText } from '../model/text/pathText';
import { stateOf } from '../plan/walk';
import { publishFile } from './place';

/**
 * Gives a file or link its final name, or the name of what it replaces. Throws `publishBlocked` where what was there is not
 * what was put on record, and what the file system throws: EEXIST where a name exists that was not to be replaced.
 */
export function publishOne(
  from: Folder,
  fromName: PathText,
  to: Folder,
  name: PathText,
  replaced: Replaced | undefined,
): void {
  if (replaced === undefined) publishFile(from, fromName, to, name);
  else {
    throwIfChanged(to, name, replaced.state);
    to.moveHere(from, fromName, name);
  }
}

/** Only what was put on record may be replaced. */
function throwIfChanged(to: Folder, name: PathText, before: Replaced['state']): void {
  const stat = to.find(name);
  const now = stat && stateOf(stat);
  const isSame = now?.ino === before.ino && now.dev === before.dev && now.mtimeNs === before.mtimeNs;
  if (isSame && now.size === before.size) return;
  throw failureAt('publishBlocked', below(to.path, name), { what: 'it changed meanwhile' });
}
