import { expect, test } from 'vitest';
import { readText } from '../support/sources';

// What is shipped besides our own code, and what it could reach.

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/** Every package whose code may be in a bundle. All else is for development and is not shipped. */
function shippedPackages(): Record<string, string | undefined> {
  const lock = JSON.parse(readText('package-lock.json')) as {
    packages: Record<string, LockedPackage>;
  };
  const shipped = Object.entries(lock.packages).filter(
    ([path, { dev, optional }]) => path !== '' && dev !== true && optional !== true,
  );
  return Object.fromEntries(shipped.map(([path, { license }]) => [path.replace('node_modules/', ''), license]));
}

test('every package that is shipped is listed here, with a licence that allows it', () => {
  expect(shippedPackages()).toEqual({
    'buffer-crc32': 'MIT',
    'csv-parse': 'MIT',
    'csv-stringify': 'MIT',
    'filename-reserved-regex': 'MIT',
    filenamify: 'MIT',
    'hash-wasm': 'MIT',
    'jsonc-parser': 'MIT',
    pend: 'MIT',
    yauzl: 'MIT',
    yazl: 'MIT',
    zod: 'MIT',
  });
});

test('the bundle of the extension reaches the editor, files and threads: no network, no other process', () => {
  const text = readText('dist/extension.js');
  const reached = new Set([...text.matchAll(/\b(?:require|import)\(["']([^"']+)["']\)/g)].map(([, name = '']) => name));
  expect(reached).toContain('vscode');
  const allowed = /^(vscode|node:(buffer|crypto|fs|fs\/promises|os|path|util|worker_threads))$/;
  expect([...reached].filter((name) => !allowed.test(name))).toEqual([]);
});

test.each(['cli', 'cliMain', 'commandLine', 'extension', 'lane', 'worker'])(
  'the bundle %s does not call the network that Node has as globals',
  (name) => {
    const text = readText(`dist/${name}.js`);
    expect(text).not.toMatch(/(?<![\w$.])fetch\(|\bnew (?:globalThis\.)?(?:WebSocket|EventSource|XMLHttpRequest)\b/);
  },
);
