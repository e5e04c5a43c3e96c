import type { PathText } from '../model/text/pathText';
import type { Digests } from './auditReader';
import type { Expectations } from './expectations';

/** Listed files that were not where they are listed, found again by their digests. */
export class LostFiles {
  /** Paths that wait to be found, by their digests. */
  readonly #byDigests = new Map<string, { readonly paths: PathText[]; found: number }>();
  /** The sets of algorithms under which they are listed: nearly always one. */
  readonly #algorithms = new Map<string, readonly string[]>();

  constructor(expectations: Expectations) {
    for (const [path, { isMet, kind, digests }] of expectations.entries()) {
      if (isMet || kind !== 'file') continue;
      const algorithms = Object.keys(digests).sort();
      this.#algorithms.set(algorithms.join(), algorithms);
      const key = keyOf(digests, algorithms);
      const known = this.#byDigests.get(key);
      if (known === undefined) this.#byDigests.set(key, { paths: [path], found: 0 });
      else known.paths.push(path);
    }
  }

  get isEmpty(): boolean {
    return this.#byDigests.size === 0;
  }

  /** Takes the path under which a file with these digests is listed; undefined where there is none. */
  takeFor(digests: Digests): PathText | undefined {
    for (const algorithms of this.#algorithms.values()) {
      const lost = this.#byDigests.get(keyOf(digests, algorithms));
      const path = lost?.paths[lost.found];
      if (lost === undefined || path === undefined) continue;
      lost.found++;
      return path;
    }
    return undefined;
  }

  /** What nobody has found. */
  *rest(): IterableIterator<PathText> {
    for (const { paths, found } of this.#byDigests.values()) yield* paths.slice(found);
  }
}

function keyOf(digests: Digests, algorithms: readonly string[]): string {
  return algorithms.map((algorithm) => `${algorithm}:${digests[algorithm]}`).join(' ');
}
