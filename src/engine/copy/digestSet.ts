import { createHash, type Hash } from 'node:crypto';
import type { HashAlgorithm } from '../model/job';
import type { Digests } from '../model/outcome';

/** Takes every digest that was asked for from one pass over the bytes. For one file each. */
export class DigestSet {
  readonly #hashes: [HashAlgorithm, Hash][];

  constructor(algorithms: readonly HashAlgorithm[]) {
    this.#hashes = algorithms.map((algorithm) => [algorithm, createHash(algorithm)]);
  }

  /** Adds bytes; the buffer may be reused when this returns. */
  update(bytes: Uint8Array): void {
    for (const [, hash] of this.#hashes) hash.update(bytes);
  }

  /** The digests in lower-case hexadecimal; the set is used up. */
  finish(): Digests {
    return Object.fromEntries(this.#hashes.map(([algorithm, hash]) => [algorithm, hash.digest('hex')]));
  }
}

/** Whether two sets of digests name the same algorithms and agree in each. */
export function sameDigests(a: Digests, b: Digests): boolean {
  const keys = Object.keys(a) as HashAlgorithm[];
  return keys.length > 0 && keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
