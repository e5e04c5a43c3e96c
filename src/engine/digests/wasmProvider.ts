import {
  createBLAKE3,
  createMD5,
  createSHA1,
  createSHA256,
  createSHA512,
  createXXHash128,
  type IHasher,
} from 'hash-wasm';
import { version } from 'hash-wasm/package.json';
import type { HashAlgorithm } from '../model/proof/digest';
import type { DigestProvider, Hasher } from './provider';

const CREATE: Readonly<Record<HashAlgorithm, () => Promise<IHasher>>> = {
  md5: createMD5,
  sha1: createSHA1,
  sha256: createSHA256,
  sha512: createSHA512,
  blake3: () => createBLAKE3(),
  xxh128: () => createXXHash128(),
};

/** A thread takes few digests at once; each needs a WebAssembly instance, which cannot be made without waiting. */
const INSTANCES = 4;

/** WebAssembly: for algorithms that the host lacks. */
export const wasmProvider: DigestProvider = {
  name: `hash-wasm ${version}`,

  async load(algorithm) {
    const slots = await Promise.all(Array.from({ length: INSTANCES }, async () => new Slot(await CREATE[algorithm]())));
    let next = 0;
    return () => {
      const slot = slots[next++ % INSTANCES];
      if (slot === undefined) throw new Error('no instance');
      return slot.begin();
    };
  },
};

/** One instance, used for one file after another. */
class Slot {
  #holder: Hasher | undefined;

  constructor(private readonly instance: IHasher) {}

  /** Takes the instance from whoever had it: a file that failed never gives it back. */
  begin(): Hasher {
    const { instance } = this;
    instance.init();
    const mustHold = (hasher: Hasher) => {
      if (this.#holder !== hasher) throw new Error(`more than ${INSTANCES} digests of one kind at once`);
    };
    const hasher: Hasher = {
      update(bytes) {
        mustHold(hasher);
        instance.update(bytes);
      },
      finish() {
        mustHold(hasher);
        return instance.digest('hex');
      },
    };
    this.#holder = hasher;
    return hasher;
  }
}
