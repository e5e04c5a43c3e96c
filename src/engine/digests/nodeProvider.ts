import { createHash } from 'node:crypto';
import type { HashAlgorithm } from '../model/proof/digest';
import type { DigestProvider, HasherFactory } from './provider';

const NAMES: Partial<Record<HashAlgorithm, string>> = { md5: 'md5', sha1: 'sha1', sha256: 'sha256', sha512: 'sha512' };

/** The cryptography of the host: fast, uses the processor's own instructions. Desktop VS Code has fewer algorithms. */
export const nodeProvider: DigestProvider = {
  name: `node:crypto (OpenSSL ${process.versions['openssl'] ?? 'of an unknown version'})`,

  async load(algorithm) {
    const name = NAMES[algorithm];
    if (name === undefined) return undefined;
    const factory: HasherFactory = () => {
      const hash = createHash(name);
      return { update: (bytes) => void hash.update(bytes), finish: () => hash.digest('hex') };
    };
    return knows(factory) ? factory : undefined;
  },
};

/** An algorithm that this host's cryptography lacks, or that its policy forbids, throws when it is begun. */
function knows(factory: HasherFactory): boolean {
  try {
    factory();
    return true;
  } catch {
    return false;
  }
}
