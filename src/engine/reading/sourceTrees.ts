import { onSource } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import { keepsIdentities, mountOf } from '../fs/mounts';
import { parentOf, topOf } from '../fs/names';
import { SystemError } from '../fs/systemError';
import { TreeCursor } from '../fs/treeCursor';
import { FailureError } from '../model/failure/failure';
import type { PlannedFolder } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import type { SourcePlace } from '../plan/selection';
import { identityOf } from '../plan/walk';

/** The selected sources, opened again in the order of the plan. */
export class SourceTrees {
  readonly #sources: ReadonlyMap<PathText, SourcePlace>;
  #parentPath: PathText | undefined;
  #parent: Folder | undefined;
  #cursor: TreeCursor | undefined;
  #keepsIdentities = true;

  constructor(
    private readonly fs: FileSystem,
    sources: readonly SourcePlace[],
  ) {
    this.#sources = new Map(sources.map((source) => [source.name, source]));
  }

  /** The open folder that a planned item lies in. Throws a failure of the source. */
  folderOf(path: PathText): Folder {
    return onSource(() => this.#cursorFor(path).folder(parentOf(path)));
  }

  /** Holds a planned folder against what stands there now. Throws `sourceChanged`. */
  checkFolder(item: PlannedFolder): void {
    try {
      const stat = this.#cursorFor(item.path).folder(item.path).stat();
      // Not the device: it has another number when it is connected again between two attempts.
      if (!this.#keepsIdentities || identityOf(stat).ino === item.identity.ino) return;
      const args = { what: 'the folder was replaced' };
      throw new FailureError({ code: 'sourceChanged', path: this.pathOf(item.path), args });
    } catch (error) {
      if (error instanceof SystemError && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code)) {
        const args = { what: 'the folder was removed or replaced' };
        throw new FailureError({ code: 'sourceChanged', path: error.path, args, cause: error.message });
      }
      onSource(() => {
        throw error;
      });
    }
  }

  /** Whether inodes and change times of the item's file system mean anything. Throws a failure of the source. */
  keepsIdentities(path: PathText): boolean {
    onSource(() => this.#cursorFor(path));
    return this.#keepsIdentities;
  }

  /** Where the selected source of a planned item is. */
  selectedOf(path: PathText): SourcePlace {
    const source = this.#sources.get(topOf(path));
    if (source === undefined) throw new Error(`no source for ${path}`);
    return source;
  }

  /** Absolute path of a planned item's source. */
  pathOf(path: PathText): PathText {
    const source = this.#sources.get(topOf(path));
    return source === undefined ? path : `${source.path}${path.slice(source.name.length)}`;
  }

  close(): void {
    this.#cursor?.abandon();
    this.#parent?.close();
    this.#cursor = undefined;
    this.#parent = undefined;
    this.#parentPath = undefined;
  }

  #cursorFor(path: PathText): TreeCursor {
    const source = this.selectedOf(path);
    if (this.#cursor !== undefined && this.#parentPath === source.parent) return this.#cursor;
    this.close();
    this.#parent = this.fs.openFolder(source.parent);
    this.#cursor = new TreeCursor(this.#parent);
    this.#keepsIdentities = keepsIdentities(mountOf(source.path));
    this.#parentPath = source.parent;
    return this.#cursor;
  }
}
