import { failureAt, sourceFailure } from '../fs/failures';
import type { FileStat, Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import { SystemError } from '../fs/systemError';
import type { Failure } from '../model/failure/failure';
import type { FileState, Identity, Metadata, PlanItem } from '../model/item/plan';
import type { PathText } from '../model/text/pathText';
import { isSameFile } from './checkNames';
import type { SelectedSource } from './selection';

// Omit does not reach into a union; this does.
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** A plan item that has no number yet. */
export type FoundItem = WithoutId<PlanItem>;

/** What a walk reports to. */
export interface WalkVisitor {
  /** Everything that is there, a folder before its content, its files before its folders. */
  found(item: FoundItem): void;
  /** Called often: throws to end the walk. */
  checkpoint(): void;
}

/** Lists everything below a selected source. Links are not followed; special files are not opened. */
export class Walker {
  /**
   * @param forbidden Folders that no source may contain: the destination and all above it. A bind mount can hide one
   * inside a source where no path shows it.
   */
  constructor(
    private readonly visitor: WalkVisitor,
    private readonly forbidden: readonly FileStat[],
  ) {}

  /** @param parent The open folder that the source lies in. Throws `destinationInsideSource`, or what the visitor throws. */
  walk(parent: Folder, { name, stat }: SelectedSource): void {
    this.walkAt(parent, name, name, stat);
  }

  /** As {@link walk}, for something that lies at `path` in the payload. */
  walkAt(parent: Folder, name: PathText, path: PathText, stat: FileStat): void {
    if (stat.kind === 'folder') this.#folder(parent, name, path, stat);
    else this.#leaf(parent, name, path, stat);
  }

  #folder(parent: Folder, name: PathText, path: PathText, stat: FileStat): void {
    this.visitor.checkpoint();
    let folder: Folder;
    try {
      folder = parent.openFolder(name);
    } catch (error) {
      this.#unreadable(path, error);
      return;
    }
    try {
      if (this.forbidden.some((other) => isSameFile(other, stat))) {
        throw failureAt('destinationInsideSource', folder.path);
      }
      this.visitor.found({ type: 'folder', path, identity: identityOf(stat), metadata: metadataOf(stat) });
      for (const [child, childStat] of this.#content(folder, path)) {
        this.#folder(folder, child, below(path, child), childStat);
      }
    } finally {
      folder.close();
    }
  }

  /** Reports all that is no folder, and returns the folders: so the files of one folder stand together in the plan. */
  #content(folder: Folder, path: PathText): [PathText, FileStat][] {
    const folders: [PathText, FileStat][] = [];
    try {
      for (const name of folder.names()) {
        this.visitor.checkpoint();
        const stat = this.#look(folder, name, below(path, name));
        if (stat?.kind === 'folder') folders.push([name, stat]);
        else if (stat !== undefined) this.#leaf(folder, name, below(path, name), stat);
      }
    } catch (error) {
      // Listing broke off: what was seen is planned, and the folder itself is on record as not fully seen.
      this.#unreadable(path, error);
    }
    return folders;
  }

  #look(folder: Folder, name: PathText, path: PathText): FileStat | undefined {
    try {
      const stat = folder.find(name);
      if (stat !== undefined) return stat;
      this.#failed(path, failureAt('sourceChanged', below(folder.path, name), { what: 'it was removed' }).failure);
    } catch (error) {
      this.#unreadable(path, error);
    }
    return undefined;
  }

  #leaf(folder: Folder, name: PathText, path: PathText, stat: FileStat): void {
    const metadata = metadataOf(stat);
    switch (stat.kind) {
      case 'folder':
        return;
      case 'file': {
        const { allocated, links } = stat;
        this.visitor.found({ type: 'file', path, state: stateOf(stat), metadata, allocated, links });
        return;
      }
      case 'link':
        try {
          this.visitor.found({ type: 'link', path, target: folder.readLink(name), metadata });
        } catch (error) {
          this.#unreadable(path, error);
        }
        return;
      default:
        this.visitor.found({ type: 'special', path, kind: stat.kind });
    }
  }

  #unreadable(path: PathText, error: unknown): void {
    if (!(error instanceof SystemError)) throw error;
    this.#failed(path, sourceFailure(error).failure);
  }

  #failed(path: PathText, failure: Failure): void {
    this.visitor.found({ type: 'unreadable', path, failure });
  }
}

/** The identity of a stat as plain data. */
export function identityOf(stat: FileStat): Identity {
  return { dev: String(stat.dev), ino: String(stat.ino) };
}

/** The state of a stat as plain data. */
export function stateOf(stat: FileStat): FileState {
  return {
    ...identityOf(stat),
    size: stat.size,
    mtimeNs: String(stat.mtimeNs),
    ctimeNs: String(stat.ctimeNs),
  };
}

/** Mode, owner and times of a stat as plain data. */
export function metadataOf(stat: FileStat): Metadata {
  return {
    mode: stat.mode,
    uid: stat.uid,
    gid: stat.gid,
    atimeNs: String(stat.atimeNs),
    mtimeNs: String(stat.mtimeNs),
    ...(stat.birthNs !== undefined && { birthNs: String(stat.birthNs) }),
  };
}
