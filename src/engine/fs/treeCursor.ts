import type { PathText } from '../model/pathText';
import type { Folder } from './fileSystem';

/**
 * Walks a tree in the order of a plan and keeps the folders on the current path open, so that neighbours in the plan
 * share them and no name is ever looked up through a long path that somebody could redirect.
 */
export class TreeCursor {
  readonly #open: { name: PathText; folder: Folder }[] = [];

  /**
   * @param root The folder that paths are relative to. It stays the caller's to close.
   * @param onLeave Called with a folder and its path when the walk has left it for good, before it is closed.
   */
  constructor(
    readonly root: Folder,
    private readonly onLeave?: (folder: Folder, path: PathText) => void,
  ) {}

  /** The open folder at `path` (`''` is the root). Throws what opening a folder on the way throws. */
  folder(path: PathText): Folder {
    const names = path === '' ? [] : path.split('/');
    const shared = this.#sharedDepth(names);
    this.#leaveBelow(shared);
    let folder = this.#open.at(-1)?.folder ?? this.root;
    for (const name of names.slice(shared)) {
      folder = folder.openFolder(name);
      this.#open.push({ name, folder });
    }
    return folder;
  }

  /** Leaves every folder that `path` does not lie in. */
  moveTo(path: PathText): void {
    this.#leaveBelow(this.#sharedDepth(path === '' ? [] : path.split('/')));
  }

  /** Leaves all folders. */
  finish(): void {
    this.#leaveBelow(0);
  }

  /** Closes all folders without a call of `onLeave`: the walk was given up. */
  abandon(): void {
    for (const { folder } of this.#open.splice(0).reverse()) folder.close();
  }

  #sharedDepth(names: readonly PathText[]): number {
    let depth = 0;
    while (depth < names.length && this.#open[depth]?.name === names[depth]) depth++;
    return depth;
  }

  #leaveBelow(depth: number): void {
    while (this.#open.length > depth) {
      const path = this.#open.map(({ name }) => name).join('/');
      const last = this.#open.pop();
      if (last === undefined) return;
      try {
        this.onLeave?.(last.folder, path);
      } finally {
        last.folder.close();
      }
    }
  }
}
