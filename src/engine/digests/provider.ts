import type { HashAlgorithm } from '../model/proof/digest';

/** Takes one digest of one file. */
export interface Hasher {
  /** Adds bytes; the buffer may be reused when this returns. */
  update(bytes: Uint8Array): void;
  /** The digest in lower-case hexadecimal; the hasher is used up. */
  finish(): string;
}

/** Begins the digest of another file. */
export type HasherFactory = () => Hasher;

/** Code that can compute digests. */
export interface DigestProvider {
  /** For the record: which code, and which version of it. */
  readonly name: string;
  /** Undefined where it does not know the algorithm. */
  load(algorithm: HashAlgorithm): Promise<HasherFactory | undefined>;
}
