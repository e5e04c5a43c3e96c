import { onDestination } from '../fs/failures';
import { type Home, type NameBag, nameBag } from './home';
import { type TagFilesContext, writeTagFiles } from './tagFiles';

/** What publishing a bag needs. */
export type PublishBagContext = TagFilesContext & Omit<NameBag, 'isIncomplete'>;

/**
 * Writes the tag files of a bag whose payload is in place, and then gives the whole bag its name. A home that is no bag stays as it
 * is; another one is closed where it is moved.
 * Throws a failure of the destination.
 *
 * @returns The bag where it stands.
 */
export function publishBag(home: Home, context: PublishBagContext): Home {
  if (home.bagName === null) return home;
  const isIncomplete = onDestination(() => writeTagFiles(home, context));
  return nameBag(home, { ...context, isIncomplete });
}
