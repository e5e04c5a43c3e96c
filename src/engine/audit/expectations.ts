import type { PathText } from '../model/text/pathText';

/** What a folder is to hold under one path. */
export interface Expected {
  readonly kind: 'file' | 'folder' | 'link';
  /** Lower-case hexadecimal, by algorithm. Empty for what has no content. */
  readonly digests: Readonly<Record<string, string>>;
  /** Bytes, where the manifest says so. */
  readonly size?: number;
  /** What a link points to, where the records say so. */
  readonly target?: PathText;
  /** Whether the walk has met it. */
  isMet: boolean;
}

/** What happened to a path that was listed more than once. */
export type Relisted = 'new' | 'same' | 'further' | 'contradicts';

/** Everything that the manifests of a folder list, by path below it. */
export class Expectations {
  readonly #byPath = new Map<PathText, Expected>();
  readonly #algorithms = new Set<string>();

  /** Paths with their expectations, in the order in which they were listed. */
  entries(): IterableIterator<[PathText, Expected]> {
    return this.#byPath.entries();
  }

  get size(): number {
    return this.#byPath.size;
  }

  get algorithms(): readonly string[] {
    return [...this.#algorithms];
  }

  find(path: PathText): Expected | undefined {
    return this.#byPath.get(path);
  }

  /** Whether anything in a folder is listed. */
  listsWithin(folder: PathText): boolean {
    for (const path of this.#byPath.keys()) if (path.startsWith(`${folder}/`)) return true;
    return false;
  }

  /** Lists a folder. What is listed already stays. */
  addFolder(path: PathText): void {
    if (!this.#byPath.has(path)) this.#byPath.set(path, { kind: 'folder', digests: {}, isMet: false });
  }

  /** Lists a link, and what it points to where that is known. What is listed already stays. */
  addLink(path: PathText, target: PathText | undefined): void {
    if (this.#byPath.has(path)) return;
    this.#byPath.set(path, { kind: 'link', digests: {}, isMet: false, ...(target !== undefined && { target }) });
  }

  /** Lists a digest of a file. A contradiction changes nothing. */
  addDigest(path: PathText, algorithm: string, digest: string, size?: number): Relisted {
    const known = this.#byPath.get(path);
    const before = known?.digests[algorithm];
    if (before !== undefined) return before === digest ? 'same' : 'contradicts';
    if (known?.size !== undefined && size !== undefined && known.size !== size) return 'contradicts';
    this.#algorithms.add(algorithm);
    const digests = { ...known?.digests, [algorithm]: digest };
    const bytes = size ?? known?.size;
    this.#byPath.set(path, { kind: 'file', digests, isMet: false, ...(bytes !== undefined && { size: bytes }) });
    return known === undefined ? 'new' : 'further';
  }

  /** The same below a folder of what is audited; `''` for that folder itself. */
  movedTo(folder: PathText): Expectations {
    if (folder === '') return this;
    const moved = new Expectations();
    for (const algorithm of this.#algorithms) moved.#algorithms.add(algorithm);
    for (const [path, expected] of this.#byPath) moved.#byPath.set(`${folder}/${path}`, expected);
    return moved;
  }

  /** Takes what another job says of its paths: it came later, so it knows better. Calls back for each path that differs. */
  supersedeWith(later: Expectations, differs: (path: PathText) => void): void {
    for (const algorithm of later.#algorithms) this.#algorithms.add(algorithm);
    for (const [path, expected] of later.#byPath) {
      const before = this.#byPath.get(path);
      if (before !== undefined && contradicts(before, expected)) differs(path);
      this.#byPath.set(path, expected);
    }
  }
}

function contradicts(a: Expected, b: Expected): boolean {
  if (a.kind !== b.kind) return true;
  return Object.entries(a.digests).some(([algorithm, digest]) => (b.digests[algorithm] ?? digest) !== digest);
}
