import { FailureError } from '../model/failure/failure';
import type { DigestImplementations, HashAlgorithm } from '../model/proof/digest';
import { answersKnown } from './knownAnswers';
import { nodeProvider } from './nodeProvider';
import type { DigestProvider, Hasher, HasherFactory } from './provider';
import { wasmProvider } from './wasmProvider';

const PROVIDERS: readonly DigestProvider[] = [nodeProvider, wasmProvider];

/** Begins the digests of one file after another. */
export interface DigestSource<A extends string = HashAlgorithm> {
  begin(): DigestSet<A>;
}

/** Takes all digests of a job, for any number of files. One for each thread. */
export interface Digester extends DigestSource {
  /** Which code computes each digest, for the record. */
  readonly implementations: DigestImplementations;
  /** Some of these digests, for whoever leaves the others to another thread. */
  only(algorithms: readonly HashAlgorithm[]): DigestSource;
}

/** Digests of one file that are being taken, here or on several threads. */
export interface RunningDigests<A extends string = HashAlgorithm> {
  /** Adds bytes. */
  update(bytes: Uint8Array): void;
  /** The digests in lower-case hexadecimal; this is used up. */
  finish(): Partial<Record<A, string>> | Promise<Partial<Record<A, string>>>;
}

/** Every digest that was asked for, taken from one pass over the bytes of one file. */
export class DigestSet<A extends string = HashAlgorithm> implements RunningDigests<A> {
  constructor(private readonly hashers: readonly (readonly [A, Hasher])[]) {}

  /** Adds bytes; the buffer may be reused when this returns. */
  update(bytes: Uint8Array): void {
    for (const [, hasher] of this.hashers) hasher.update(bytes);
  }

  /** The digests in lower-case hexadecimal; the set is used up. */
  finish(): Partial<Record<A, string>> {
    const digests: Partial<Record<A, string>> = {};
    for (const [algorithm, hasher] of this.hashers) digests[algorithm] = hasher.finish();
    return digests;
  }
}

/** A provider's code for one algorithm, if it is there and gave the known answers. */
interface Proved {
  readonly name: string;
  readonly begin: HasherFactory;
}

/**
 * Finds code for each algorithm and lets it give the known answers before any evidence is read: the host's own first,
 * WebAssembly where the host lacks the algorithm or gets it wrong. What was proved once holds as long as the thread.
 */
export class DigestStock {
  readonly #proved = new Map<HashAlgorithm, Promise<Proved | undefined>>();

  constructor(private readonly providers: readonly DigestProvider[] = PROVIDERS) {}

  /** Throws `digestUnavailable` where nothing on this host computes one of the algorithms as it is defined. */
  async prepare(algorithms: readonly HashAlgorithm[]): Promise<Digester> {
    const factories: [HashAlgorithm, HasherFactory][] = [];
    const implementations: DigestImplementations = {};
    for (const algorithm of algorithms) {
      const proved = await this.#require(algorithm);
      factories.push([algorithm, proved.begin]);
      implementations[algorithm] = proved.name;
    }
    const source = (some: typeof factories): DigestSource => ({
      begin: () => new DigestSet(some.map(([algorithm, beginOne]) => [algorithm, beginOne()])),
    });
    const only = (some: readonly HashAlgorithm[]) =>
      source(factories.filter(([algorithm]) => some.includes(algorithm)));
    return { implementations, only, ...source(factories) };
  }

  /** Code for one algorithm. Throws as {@link prepare} does. */
  async factory(algorithm: HashAlgorithm): Promise<HasherFactory> {
    return (await this.#require(algorithm)).begin;
  }

  async #require(algorithm: HashAlgorithm): Promise<Proved> {
    const proved = await this.#find(algorithm);
    if (proved !== undefined) return proved;
    throw new FailureError({ code: 'digestUnavailable', args: { algorithm } }, 'job');
  }

  #find(algorithm: HashAlgorithm): Promise<Proved | undefined> {
    const known = this.#proved.get(algorithm);
    if (known !== undefined) return known;
    const found = findProved(algorithm, this.providers);
    this.#proved.set(algorithm, found);
    return found;
  }
}

async function findProved(algorithm: HashAlgorithm, providers: readonly DigestProvider[]): Promise<Proved | undefined> {
  for (const provider of providers) {
    const begin = await provider.load(algorithm);
    if (begin !== undefined && answersKnown(algorithm, begin)) return { name: provider.name, begin };
  }
  return undefined;
}
