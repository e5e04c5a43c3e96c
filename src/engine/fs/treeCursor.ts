import type { PathText } from '../model/text/pathText';
import type { Folder } from './fileSystem';
import { isWithin, parentOf, topOf } from './names';

/**
 * Walks a tree in the order of a plan and keeps the folders on the current path open, so that neighbours in the plan
 * share them and no name is ever looked up through a long path that somebody could redirect.
 */
export class TreeCursor {
  readonly #open: Folder[] = [];
  /** Of the deepest open folder. */
  #path: PathText = '';

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
    this.moveTo(path);
    while (this.#path !== path) {
      const name = topOf(path.slice(this.#path === '' ? 0 : this.#path.length + 1));
      this.#open.push(this.#deepest.openFolder(name));
      this.#path = this.#path === '' ? name : `${this.#path}/${name}`;
    }
    return this.#deepest;
  }

  /** Leaves every folder that `path` does not lie in. */
  moveTo(path: PathText): void {
    while (this.#path !== '' && !isWithin(path, this.#path)) this.#leave();
  }

  /** Leaves all folders. */
  finish(): void {
    this.moveTo('');
  }

  /** Closes all folders without a call of `onLeave`: the walk was given up. */
  abandon(): void {
    this.#path = '';
    for (const folder of this.#open.splice(0).reverse()) folder.close();
  }

  get #deepest(): Folder {
    return this.#open.at(-1) ?? this.root;
  }

  #leave(): void {
    const path = this.#path;
    const folder = this.#open.pop();
    this.#path = parentOf(path);
    try {
      if (folder !== undefined) this.onLeave?.(folder, path);
    } finally {
      folder?.close();
    }
  }
}
