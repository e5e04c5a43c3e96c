import { closeSync, type Dirent } from 'node:fs';
import { FuseError, type InodeTable } from './inodes';

const EINVAL = -22;
/** A folder has no descriptor: its entries were listed when it was opened. */
const NONE = -1;

interface Handle {
  readonly node: bigint;
  /** Of the backing file. */
  readonly descriptor: number;
  readonly entries: readonly Dirent<Buffer>[];
}

/** What the kernel has open, by the numbers that it was given. */
export class Handles {
  readonly #handles = new Map<bigint, Handle>();
  #next = 1n;

  constructor(private readonly inodes: InodeTable) {}

  opened(node: bigint, descriptor: number): bigint {
    this.inodes.opened(node, descriptor);
    return this.#keep({ node, descriptor, entries: [] });
  }

  listed(node: bigint, entries: readonly Dirent<Buffer>[]): bigint {
    return this.#keep({ node, descriptor: NONE, entries });
  }

  /** The handle whose number a request begins with. */
  of(body: Buffer): Handle {
    const handle = this.#handles.get(body.readBigUInt64LE(0));
    if (handle === undefined) throw new FuseError(EINVAL);
    return handle;
  }

  released(id: bigint): undefined {
    const handle = this.#handles.get(id);
    this.#handles.delete(id);
    if (handle === undefined || handle.descriptor === NONE) return;
    this.inodes.closed(handle.node, handle.descriptor);
    closeSync(handle.descriptor);
  }

  #keep(handle: Handle): bigint {
    this.#handles.set(this.#next, handle);
    return this.#next++;
  }
}

/** The kind of an entry as a listing gives it: the `DT_` numbers of readdir(3). */
export function typeOf(entry: Dirent<Buffer>): number {
  if (entry.isDirectory()) return 4;
  if (entry.isSymbolicLink()) return 10;
  if (entry.isFIFO()) return 1;
  if (entry.isSocket()) return 12;
  return entry.isFile() ? 8 : 0;
}
