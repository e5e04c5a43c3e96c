import { type BigIntStats, fstatSync, lstatSync } from 'node:fs';

const ROOT = 1n;

/** Error that is answered to the kernel. */
export class FuseError extends Error {
  override readonly name = 'FuseError';

  /** @param errno Negative. */
  constructor(readonly errno: number) {
    super(`errno ${errno}`);
  }
}

const ENOENT = -2;

interface Inode {
  readonly id: bigint;
  readonly backing: string;
  /** Every name that is known, below the mount point; bytes as latin1 text. None once the last was removed. */
  readonly paths: Set<string>;
  /** Descriptors of the backing file that are open, so that a file without a name can be looked at. */
  readonly descriptors: Set<number>;
}

/**
 * Which number the kernel knows a file by. Files are told apart by device and inode of the backing file system, so that
 * hard links are one file here as well; numbers are never used again.
 */
export class InodeTable {
  readonly #byId = new Map<bigint, Inode>();
  readonly #byBacking = new Map<string, Inode>();
  readonly #byPath = new Map<string, Inode>();
  #next = ROOT;

  /** @param backing The folder that is passed through. */
  constructor(readonly backing: string) {
    this.found('');
  }

  /** Takes note of what has a path, and gives its number and state. Throws where nothing has it. */
  found(path: string): { id: bigint; stats: BigIntStats } {
    const stats = lstatSync(this.address(path), { bigint: true });
    const backing = `${stats.dev}:${stats.ino}`;
    let inode = this.#byBacking.get(backing);
    if (inode === undefined) {
      inode = { id: this.#next++, backing, paths: new Set(), descriptors: new Set() };
      this.#byId.set(inode.id, inode);
      this.#byBacking.set(backing, inode);
    }
    if (this.#byPath.get(path) !== inode) this.removed(path);
    inode.paths.add(path);
    this.#byPath.set(path, inode);
    return { id: inode.id, stats };
  }

  /** One path of a file. Throws where it has lost its last one. */
  pathOf(id: bigint): string {
    const [path] = this.#get(id).paths;
    if (path === undefined) throw new FuseError(ENOENT);
    return path;
  }

  /** Where a file lies in the backing folder. */
  address(path: string): Buffer {
    return Buffer.from(`${Buffer.from(this.backing).toString('latin1')}/${path}`, 'latin1');
  }

  /** The state of a file; of one that is open also when its name is gone or means another file by now. */
  stat(id: bigint): BigIntStats {
    const [descriptor] = this.#get(id).descriptors;
    if (descriptor !== undefined) return fstatSync(descriptor, { bigint: true });
    return lstatSync(this.address(this.pathOf(id)), { bigint: true });
  }

  opened(id: bigint, descriptor: number): void {
    this.#get(id).descriptors.add(descriptor);
  }

  closed(id: bigint, descriptor: number): void {
    this.#get(id).descriptors.delete(descriptor);
  }

  /** A name was removed. */
  removed(path: string): void {
    const inode = this.#byPath.get(path);
    if (inode === undefined) return;
    this.#byPath.delete(path);
    inode.paths.delete(path);
    if (inode.paths.size === 0 && this.#byBacking.get(inode.backing) === inode) this.#byBacking.delete(inode.backing);
  }

  /** A name was changed, and with it that of everything below it. */
  renamed(from: string, to: string): void {
    this.removed(to);
    for (const [path, inode] of [...this.#byPath]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      const moved = `${to}${path.slice(from.length)}`;
      this.#byPath.delete(path);
      inode.paths.delete(path);
      inode.paths.add(moved);
      this.#byPath.set(moved, inode);
    }
  }

  #get(id: bigint): Inode {
    const inode = this.#byId.get(id);
    if (inode === undefined) throw new FuseError(ENOENT);
    return inode;
  }
}

/** The path of a name in a folder. */
export function childOf(folder: string, name: Buffer): string {
  const text = name.toString('latin1');
  return folder === '' ? text : `${folder}/${text}`;
}
