import type { Folder } from '../fs/fileSystem';
import type { PathText } from '../model/pathText';

/** A name in an open folder. */
export interface Place {
  readonly folder: Folder;
  readonly name: PathText;
}
