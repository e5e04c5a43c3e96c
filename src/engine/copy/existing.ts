import { failureAt, onDestination } from '../fs/failures';
import type { FileStat, Folder } from '../fs/fileSystem';
import { below, isWithin, nameOf, numberedName, parentOf } from '../fs/names';
import { TreeCursor } from '../fs/treeCursor';
import type { PathText } from '../model/text/pathText';

/** What the destination holds under the final names of a job, asked in the order of the plan. */
export class ExistingNames {
  readonly #cursor: TreeCursor;
  /** A planned folder that the destination does not have: nothing below it exists either. */
  #absent: PathText | undefined;

  /** @param destination Stays the caller's. */
  constructor(private readonly destination: Folder) {
    this.#cursor = new TreeCursor(destination);
  }

  /** What stands at a payload path; undefined where nothing does. Throws a failure of the destination. */
  find(path: PathText): FileStat | undefined {
    if (this.#absent !== undefined && isWithin(path, this.#absent)) return undefined;
    return onDestination(() => this.#cursor.folder(parentOf(path)).find(nameOf(path)));
  }

  /** As {@link find} for a folder of the plan. Throws `destinationExists` where something else has its name. */
  findFolder(path: PathText): FileStat | undefined {
    const existing = this.find(path);
    if (existing === undefined) {
      if (this.#absent === undefined || !isWithin(path, this.#absent)) this.#absent = path;
    } else if (existing.kind !== 'folder') {
      throw failureAt('destinationExists', below(this.destination.path, path), { differs: 'it is no folder' });
    }
    return existing;
  }

  /** The open folder that holds an existing path. */
  folderOf(path: PathText): Folder {
    return onDestination(() => this.#cursor.folder(parentOf(path)));
  }

  close(): void {
    this.#cursor.finish();
  }
}

/** The first of `path`, `path (2)`, `path (3)` … for which `isTaken` says no. */
export function freePath(path: PathText, isTaken: (path: PathText) => boolean): PathText {
  const parent = parentOf(path);
  for (let number = 2, candidate = path; ; number++) {
    if (!isTaken(candidate)) return candidate;
    const name = numberedName(nameOf(path), number, false);
    candidate = parent === '' ? name : below(parent, name);
  }
}
