import * as z from 'zod/mini';

/** Every digest that can be taken, by the name that settings, job files, the command line and records use for it. */
export const HASH_ALGORITHMS = ['sha256', 'md5', 'sha1', 'sha512', 'blake3', 'xxh128'] as const;

export const HashAlgorithmSchema = z.enum(HASH_ALGORITHMS);
/** A digest that can be taken of every file. */
export type HashAlgorithm = z.infer<typeof HashAlgorithmSchema>;

/** What people call them. */
export const ALGORITHM_TITLES: Readonly<Record<HashAlgorithm, string>> = {
  sha256: 'SHA-256',
  md5: 'MD5',
  sha1: 'SHA-1',
  sha512: 'SHA-512',
  blake3: 'BLAKE3',
  xxh128: 'XXH128',
};

/** One of these, which nobody can forge, is always taken: the others are for lists that other tools check. */
const SOUND: readonly HashAlgorithm[] = ['sha256', 'sha512'];

/** What is wrong with a choice of digests, as a sentence; undefined where nothing is. */
export function algorithmsFault(algorithms: readonly HashAlgorithm[]): string | undefined {
  if (new Set(algorithms).size !== algorithms.length) return 'each digest can be taken only once.';
  if (algorithms.some((algorithm) => SOUND.includes(algorithm))) return undefined;
  return 'sha256 or sha512 has to be among the digests: the others can be forged.';
}

/** The digests of one job, all taken from one read. */
export const HashAlgorithmsSchema = z
  .array(HashAlgorithmSchema)
  .check(z.refine((algorithms) => algorithmsFault(algorithms) === undefined));

export const DigestsSchema = z.partialRecord(HashAlgorithmSchema, z.string().check(z.regex(/^[0-9a-f]+$/)));
/** Digests in lower-case hexadecimal, by algorithm. */
export type Digests = z.infer<typeof DigestsSchema>;

/** Which code computes each digest on this host, by algorithm: `node:crypto (OpenSSL 3.0.17)`, `hash-wasm`. */
export const DigestImplementationsSchema = z.partialRecord(HashAlgorithmSchema, z.string());
export type DigestImplementations = z.infer<typeof DigestImplementationsSchema>;

/** Whether two sets of digests name the same algorithms and agree in each. */
export function sameDigests(a: Digests, b: Digests): boolean {
  const algorithms = HASH_ALGORITHMS.filter((algorithm) => a[algorithm] !== undefined || b[algorithm] !== undefined);
  return algorithms.length > 0 && algorithms.every((algorithm) => a[algorithm] === b[algorithm]);
}
