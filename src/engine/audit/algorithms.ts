import { createHash, getHashes } from 'node:crypto';
import { DigestSet, type DigestSource, type DigestStock } from '../digests/digester';
import type { HasherFactory } from '../digests/provider';
import { HASH_ALGORITHMS, type HashAlgorithm } from '../model/proof/digest';
import { printable } from '../model/text/pathText';
import { AuditRefusal } from './refusal';

/** What a digest of so many hexadecimal digits is where nothing else tells. */
const BY_DIGITS: Readonly<Record<number, string>> = {
  32: 'md5',
  40: 'sha1',
  56: 'sha224',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
};

/** Hexadecimal digits by algorithm, for those that Node does not have and those that were asked for before. */
const DIGITS = new Map([
  ['blake3', 64],
  ['xxh128', 32],
]);

/** Node's spelling by the plain one. Those whose digests are as long as one likes are none that a list could mean. */
const OF_NODE = new Map(
  getHashes()
    .filter((name) => !name.startsWith('shake'))
    .map((name) => [plainName(name), name]),
);

/** Names in which the length of the digest goes without saying (`b2sum --tag`, `B2SUMS`, `B3SUMS`). */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
  b2: 'blake2b512',
  b3: 'blake3',
};

/** The usual spelling of an algorithm's name: `SHA-256`, `SHA256` and `sha256` are one. */
export function algorithmName(name: string): string {
  const plain = plainName(name);
  const full = SHORT_NAMES[plain] ?? plain;
  return OF_NODE.get(full) ?? full;
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_/]/g, '');
}

/** The algorithm that gives digests of so many hexadecimal digits; undefined where there is none. */
export function algorithmOfLength(digits: number): string | undefined {
  return BY_DIGITS[digits];
}

/** Whether digests of an algorithm can be computed on this machine. */
export function isKnown(algorithm: string): boolean {
  return isOurs(algorithm) || [...OF_NODE.values()].includes(algorithm);
}

/** Hexadecimal digits of an algorithm's digests. Throws {@link AuditRefusal} for an algorithm that is not known here. */
export function digitsOf(algorithm: string): number {
  const known = DIGITS.get(algorithm);
  if (known !== undefined) return known;
  const { length } = nodeHash(algorithm)().finish();
  DIGITS.set(algorithm, length);
  return length;
}

/** Code for any set of algorithms that manifests may name. Ours has to give known answers first. */
export async function digestsOf(algorithms: readonly string[], stock: DigestStock): Promise<DigestSource<string>> {
  const factories: [string, HasherFactory][] = [];
  for (const algorithm of algorithms) factories.push([algorithm, await factoryFor(algorithm, stock)]);
  return { begin: () => new DigestSet<string>(factories.map(([algorithm, begin]) => [algorithm, begin()])) };
}

async function factoryFor(algorithm: string, stock: DigestStock): Promise<HasherFactory> {
  return isOurs(algorithm) ? await stock.factory(algorithm) : nodeHash(algorithm);
}

function isOurs(algorithm: string): algorithm is HashAlgorithm {
  return HASH_ALGORITHMS.some((each) => each === algorithm);
}

function nodeHash(algorithm: string): HasherFactory {
  if (!isKnown(algorithm)) {
    throw new AuditRefusal(
      `The digest ${printable(algorithm)} is not known on this machine, so nothing can be checked by it.`,
    );
  }
  return () => {
    const hash = createHash(algorithm);
    return { update: (bytes) => void hash.update(bytes), finish: () => hash.digest('hex') };
  };
}
