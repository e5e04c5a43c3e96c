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

/** WebAssembly: for algorithms that the host lacks. */
export const wasmProvider: DigestProvider = {
  name: `hash-wasm ${version}`,

  async load(algorithm) {
    const instance = new Instance(await CREATE[algorithm]());
    return () => new WasmHasher(instance);
  },
};

/**
 * A WebAssembly instance, which cannot be made without waiting; so there is one for all digests of a thread. One of them has it
 * at a time, and of each other the state is kept.
 */
class Instance {
  #holder: WasmHasher | undefined;
  /** Of those that were not finished. What nobody holds any more, because its file failed, goes by itself. */
  readonly #states = new WeakMap<WasmHasher, Uint8Array>();

  constructor(private readonly wasm: IHasher) {}

  /** For a hasher that goes on from where it was, or begins. */
  for(hasher: WasmHasher): IHasher {
    const { wasm } = this;
    if (this.#holder === hasher) return wasm;
    if (this.#holder !== undefined) this.#states.set(this.#holder, wasm.save());
    this.#holder = hasher;
    const state = this.#states.get(hasher);
    return state === undefined ? wasm.init() : wasm.load(state);
  }

  /** Nobody has it now. */
  free(): void {
    this.#holder = undefined;
  }
}

class WasmHasher implements Hasher {
  constructor(private readonly instance: Instance) {}

  update(bytes: Uint8Array): void {
    this.instance.for(this).update(bytes);
  }

  finish(): string {
    const digest = this.instance.for(this).digest('hex');
    this.instance.free();
    return digest;
  }
}
