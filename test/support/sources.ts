import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { posix, resolve } from 'node:path';

/** The folder of the repository. */
export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** One source file of the product. */
export interface Source {
  /** Relative to the repository, such as `src/engine/runJob.ts`. */
  readonly path: string;
  readonly text: string;
}

/** One import, type-only ones included: what is erased still couples. */
export interface Import {
  /** An own module as its path below `src` without ending, such as `engine/model/job`; anything else as it is written. */
  readonly of: string;
  readonly kind: 'own' | 'builtin' | 'package';
}

const SPECIFIERS = /(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*'([^']+)'/g;

/** All source files of the product. */
export function sources(): Source[] {
  const paths = globSync('src/**/*.ts', { cwd: REPOSITORY }).sort();
  return paths.map((path) => ({ path, text: readFileSync(resolve(REPOSITORY, path), 'utf8') }));
}

/** What a file imports, in every form that there is. */
export function importsOf({ path, text }: Source): Import[] {
  return [...text.matchAll(SPECIFIERS)].map(([, specifier = '']) => {
    if (specifier.startsWith('.')) {
      return { of: posix.relative('src', posix.join(posix.dirname(path), specifier)), kind: 'own' };
    }
    return { of: specifier, kind: isBuiltin(specifier) ? 'builtin' : 'package' };
  });
}
