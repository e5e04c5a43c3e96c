import type { Folder } from '../fs/fileSystem';
import type { PathText } from '../model/text/pathText';

/** A name in an open folder. */
export interface Place {
  readonly folder: Folder;
  readonly name: PathText;
}
