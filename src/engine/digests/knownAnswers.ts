import type { HashAlgorithm } from '../model/proof/digest';
import { KNOWN_ANSWERS } from '../model/proof/knownAnswers';
import type { HasherFactory } from './provider';

/** Where the bytes are cut in two: after one of three, and at no boundary of a block. */
const CUT_AT = [1, 4097];

/** Whether code computes an algorithm as it is defined, by answers that are known. */
export function answersKnown(algorithm: HashAlgorithm, begin: HasherFactory): boolean {
  return KNOWN_ANSWERS.every(({ bytes, digests }) =>
    CUT_AT.every((cut) => {
      const hasher = begin();
      hasher.update(bytes.subarray(0, cut));
      hasher.update(bytes.subarray(cut));
      return hasher.finish() === digests[algorithm];
    }),
  );
}
