import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { posix, resolve } from 'node:path';

/** The folder of the repository. */
export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** One source file. */
export interface Source {
  /** Relative to the repository, such as `src/engine/runJob.ts`. */
  readonly path: string;
  readonly text: string;
}

/** One import, type-only ones included: what is erased still couples. */
export interface Import {
  /** An own module as its path below `src` without ending, such as `engine/model/job/job`; anything else as it is written. */
  readonly of: string;
  readonly kind: 'own' | 'builtin' | 'package';
  /** Whether it brings in nothing at run time. */
  readonly isErased: boolean;
}

const IMPORT = /(\bfrom|\bimport|\bimport\(|\brequire\()\s*'([^']+)'/g;
const ERASED = /(?:^|\n)(?:import|export) type [^;']*$/;

/** The TypeScript files in a folder of the repository, at any depth, in the order of their paths. */
export function sourcesIn(folder: string): Source[] {
  const paths = globSync(`${folder}/**/*.ts`, { cwd: REPOSITORY }).sort();
  return paths.map((path) => ({ path: path.replaceAll('\\', '/'), text: readText(path) }));
}

/** All source files of the product. */
export function sources(): Source[] {
  return sourcesIn('src');
}

/** What a file imports, in every form that there is. */
export function importsOf({ path, text }: Source): Import[] {
  return [...text.matchAll(IMPORT)].map(({ 1: form, 2: specifier = '', index }) => {
    const isErased = form === 'from' && ERASED.test(text.slice(0, index));
    if (specifier.startsWith('.')) {
      return { of: posix.relative('src', posix.join(posix.dirname(path), specifier)), kind: 'own', isErased };
    }
    return { of: specifier, kind: isBuiltin(specifier) ? 'builtin' : 'package', isErased };
  });
}

/** The text of a file of the repository. */
export function readText(path: string): string {
  return readFileSync(resolve(REPOSITORY, path), 'utf8');
}

/** What a JSON file of the repository says. */
export function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}
