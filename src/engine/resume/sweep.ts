import { onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { nameOf, parentOf } from '../fs/names';
import { removeAny } from '../fs/removeTree';
import { TreeCursor } from '../fs/treeCursor';
import type { PathText } from '../model/text/pathText';

/**
 * Removes from a payload in staging what does not count: what was being written when the attempt before ended. Memory does
 * not grow with the payload, only with the names of the folders on the path at hand.
 */
export class Sweep {
  readonly #cursor: TreeCursor;
  readonly #kept = new Map<PathText, Set<PathText>>([['', new Set()]]);

  /** @param payload Stays the caller's. */
  constructor(private readonly payload: Folder) {
    this.#cursor = new TreeCursor(payload, (folder, path) => this.#leave(folder, path));
  }

  /** Something that counts, in the order of the plan. */
  keep(path: PathText, isFolder: boolean): void {
    onDestination(() => {
      this.#cursor.folder(isFolder ? path : parentOf(path));
      this.#kept.get(parentOf(path))?.add(nameOf(path));
      if (isFolder) this.#kept.set(path, new Set());
    });
  }

  /** All that counts has been named. */
  finish(): void {
    onDestination(() => {
      this.#cursor.finish();
      this.#leave(this.payload, '');
    });
  }

  /** Gives up: nothing more is removed. */
  abandon(): void {
    this.#cursor.abandon();
  }

  #leave(folder: Folder, path: PathText): void {
    const kept = this.#kept.get(path);
    this.#kept.delete(path);
    if (kept === undefined) return;
    for (const name of [...folder.names()]) if (!kept.has(name)) removeAny(folder, name);
  }
}
