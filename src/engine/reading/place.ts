import { failureAt, onDestination, onSource } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { FailureError } from '../model/failure/failure';
import type { Identity } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import { identityOf } from '../plan/walk';

/** A name in an open folder. */
export interface Place {
  readonly folder: Folder;
  readonly name: PathText;
}

/** What tells a folder or link that was just made from another one. */
export function identityOfMade({ folder, name }: Place): Identity {
  const stat = onDestination(() => folder.find(name));
  if (stat === undefined) throw failureAt('stagingChanged', below(folder.path, name), { what: 'it was removed' });
  return identityOf(stat);
}

/** What a link of the source says now. Throws `sourceChanged` where it is none any more. */
export function readLink({ folder, name }: Place): PathText {
  try {
    return folder.readLink(name);
  } catch (error) {
    if (error instanceof SystemError && (error.code === 'ENOENT' || error.code === 'EINVAL')) {
      const args = { what: 'the link was removed or replaced' };
      throw new FailureError({ code: 'sourceChanged', path: error.path, args, cause: error.message });
    }
    return onSource(() => {
      throw error;
    });
  }
}
