import type { HashAlgorithm } from '../model/proof/digest';

/** Digests that readers of bags know (RFC 8493 §2.4); others stay in the records. */
const BAG_ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512'] as const satisfies readonly HashAlgorithm[];

/** Those of a job's digests that its bag has manifests for: SHA-256 or SHA-512 is always among them. */
export function bagAlgorithms(algorithms: readonly HashAlgorithm[]): readonly HashAlgorithm[] {
  return BAG_ALGORITHMS.filter((algorithm) => algorithms.includes(algorithm));
}

/** One line of a manifest, for a path that is UTF-8: CR, LF and % are written as %0D, %0A and %25 (RFC 8493 §2.1.3). */
export function bagManifestLine(digest: string, path: string): string {
  const encoded = path.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return `${digest}  ${encoded}\n`;
}
