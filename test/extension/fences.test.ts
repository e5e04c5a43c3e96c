import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, type SourceFile, sourcesIn } from './support/sources';

const extension = ['src/host', 'src/views', 'src/commands', 'src/client'].flatMap(sourcesIn);

/** Folder below `src` of each own module a file imports, such as `engine/model`. */
function ownImports(file: SourceFile): readonly string[] {
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(file.path), specifier).replace(/^src\//, ''));
}

/** Import statements that bring in something at run time, not only types. */
function runTimeImports({ text }: SourceFile): readonly string[] {
  return [...text.matchAll(/^import (?!type\b)[^;]*?from '([^']+)'/gms)].map((match) => match[1] ?? '');
}

/** Models, and what models use: pure, and tested without the editor. */
function isModel({ path }: SourceFile): boolean {
  return /^src\/views\/((?:\w+\/)?\w+Model|escape|translate|throttledRender)\.ts$/.test(path);
}

/** What the files of a folder must not import. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  host: /^(views|commands|client)\//,
  client: /^(views|commands|host)\//,
  views: /^commands\//,
  commands: /^(views|extension)/,
};

describe.each(extension)('$path', (file) => {
  test('takes of the engine only its model', () => {
    const internals = ownImports(file).filter((path) => /^engine\/(?!model\/)/.test(path));
    expect(internals).toEqual([]);
  });

  test('imports only what lies below it', () => {
    const forbidden = FORBIDDEN[file.path.split('/')[1] ?? ''];
    expect(ownImports(file).filter((path) => forbidden?.test(path) ?? true)).toEqual([]);
  });

  test('has no default export', () => {
    expect(file.text).not.toMatch(/export default/);
  });
});

describe.each(extension.filter((file) => isModel(file) || file.path.startsWith('src/client/')))('$path', (file) => {
  test('does not know the editor', () => {
    expect(importsOf(file)).not.toContain('vscode');
  });
});

describe.each(extension.filter(isModel))('$path', (file) => {
  test('takes only types of the client, and nothing of the host', () => {
    expect(runTimeImports(file).filter((path) => path.includes('/client/'))).toEqual([]);
    expect(ownImports(file).filter((path) => path.startsWith('host/'))).toEqual([]);
  });
});

test('one file reads configuration', () => {
  const readers = extension.filter(({ text }) => text.includes('getConfiguration')).map(({ path }) => path);
  expect(readers).toEqual(['src/host/settings.ts']);
});

test('the composition root stays readable in one breath', () => {
  const root = sourcesIn('src').find(({ path }) => path === 'src/extension.ts');
  expect(root?.text.split('\n').length).toBeLessThanOrEqual(81);
  expect(root?.text).not.toMatch(/getConfiguration/);
});
