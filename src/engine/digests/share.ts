import type { HashAlgorithm } from '../model/proof/digest';

/** How long a digest takes beside the others, on processors with instructions for SHA-1 and SHA-256. Only the time depends on it. */
const COST: Readonly<Record<HashAlgorithm, number>> = {
  sha256: 6,
  md5: 16,
  sha1: 5,
  sha512: 10,
  blake3: 23,
  xxh128: 1,
};

/** Digests for two threads, so that both take about as long: the first share is the one that takes longer. */
export function shares(algorithms: readonly HashAlgorithm[]): [HashAlgorithm[], HashAlgorithm[]] {
  const both: [HashAlgorithm[], HashAlgorithm[]] = [[], []];
  for (const algorithm of [...algorithms].sort((a, b) => COST[b] - COST[a])) {
    both[costOf(both[0]) <= costOf(both[1]) ? 0 : 1].push(algorithm);
  }
  return costOf(both[0]) >= costOf(both[1]) ? both : [both[1], both[0]];
}

function costOf(algorithms: readonly HashAlgorithm[]): number {
  return algorithms.reduce((sum, algorithm) => sum + COST[algorithm], 0);
}
