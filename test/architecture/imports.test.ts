import { describe, expect, test } from 'vitest';
import { type Import, importsOf, readText, type Source, sources } from '../support/sources';

/** What the files of one part may import: own modules by path, packages by name. Builtins are ruled below. */
interface Rule {
  readonly part: RegExp;
  readonly own: RegExp;
  /** Own modules of which only types may be taken. */
  readonly onlyTypesOf?: RegExp;
  readonly packages: readonly string[];
}

/** The first rule whose part matches counts. Folders are processes. */
const RULES: readonly Rule[] = [
  {
    part: /^src\/engine\//,
    own: /^(engine\/|\.\.\/package\.json$)/,
    packages: [
      'zod/mini',
      'zod/v4/core',
      'csv-stringify/sync',
      'filenamify',
      'hash-wasm',
      'hash-wasm/package.json',
      'yazl',
      'yauzl',
      'original-fs',
    ],
  },
  {
    part: /^src\/client\//,
    own: /^(client|engine\/model)\//,
    packages: ['zod/mini', 'jsonc-parser', 'csv-parse/sync'],
  },
  { part: /^src\/cli\//, own: /^(cli|client|engine\/model)\//, packages: [] },
  { part: /^src\/cli\.ts$/, own: /^cliMain\.js$/, packages: [] },
  { part: /^src\/(worker|lane)\.ts$/, own: /^engine\//, packages: [] },
  {
    part: /^src\/views\/((?:\w+\/)?\w+Model|text\/escape|throttledRender)\.ts$/,
    own: /^(views\/((?:\w+\/)?\w+Model|text\/escape)$|engine\/model\/|client\/)/,
    onlyTypesOf: /^client\//,
    packages: [],
  },
  { part: /^src\/views\//, own: /^(views|client|host|engine\/model)\//, packages: ['vscode'] },
  { part: /^src\/commands\//, own: /^(commands|client|host|engine\/model)\//, packages: ['vscode', 'zod/mini'] },
  { part: /^src\/api\//, own: /^(api|commands|client|host|engine\/model)\//, packages: ['vscode'] },
  { part: /^src\/host\//, own: /^(host|engine\/model)\//, packages: ['vscode', 'zod/mini'] },
  { part: /^src\/extension\.ts$/, own: /^(api|client|host|views|commands|engine\/model)\//, packages: ['vscode'] },
];

/** The one exception: GNU dd and sync, by their absolute paths, evict a file from the page cache and flush a file system. */
const STARTS_COREUTILS = 'src/engine/fs/coreutils.ts';

/** No network, no other processes, no code from text: nothing of it belongs into this product. */
const NEVER = /^(node:)?(net|dgram|http|https|http2|dns|tls|child_process|cluster|vm|inspector|repl|wasi)(\/|$)/;

function ruleFor({ path }: Source): Rule {
  const rule = RULES.find(({ part }) => part.test(path));
  if (rule === undefined) throw new Error(`no rule for ${path}: say in ARCHITECTURE.md and here what it may import`);
  return rule;
}

function isAllowed(source: Source, { of, kind, isErased }: Import): boolean {
  const rule = ruleFor(source);
  if (kind === 'own') return rule.own.test(of) && (isErased || rule.onlyTypesOf?.test(of) !== true);
  if (kind === 'package') return rule.packages.includes(of);
  if (source.path === STARTS_COREUTILS && of === 'node:child_process') return true;
  if (NEVER.test(of) || !of.startsWith('node:')) return false;
  const isFileSystem = /^node:fs(\/|$)/.test(of);
  return !isFileSystem || !source.path.startsWith('src/engine/') || source.path.startsWith('src/engine/fs/');
}

function forbidden(source: Source): string[] {
  return importsOf(source)
    .filter((imported) => !isAllowed(source, imported))
    .map(({ of }) => of);
}

describe('the import rules', () => {
  test.each(sources())('hold in $path', (source) => {
    expect(forbidden(source)).toEqual([]);
  });

  test.each<[string, string, readonly string[]]>([
    ['src/engine/copy/x.ts', `import type { Uri } from 'vscode';`, ['vscode']],
    ['src/engine/copy/x.ts', `import { readFileSync } from 'node:fs';`, ['node:fs']],
    ['src/engine/copy/x.ts', `const fs = await import('node:fs/promises');`, ['node:fs/promises']],
    ['src/engine/copy/x.ts', `import '../../client/progress';`, ['client/progress']],
    ['src/engine/fs/x.ts', `import { readFileSync } from 'node:fs';`, []],
    ['src/engine/fs/x.ts', `import { connect } from 'node:net';`, ['node:net']],
    ['src/client/x.ts', `export { runJob } from '../engine/runJob';`, ['engine/runJob']],
    ['src/cli/x.ts', `const { exec } = require('child_process');`, ['child_process']],
    [
      'src/views/xModel.ts',
      `import { window } from 'vscode';\nimport { log } from '../host/log';`,
      ['vscode', 'host/log'],
    ],
    ['src/views/a/xModel.ts', `import type { Queue } from '../../client/queue/queueState';`, []],
    ['src/views/a/xModel.ts', `import { findJob } from '../../client/queue/queueState';`, ['client/queue/queueState']],
    [
      'src/views/a/xModel.ts',
      `import type { A } from '../b';\nimport {\n  type Queue,\n  findJob,\n} from '../../client/queue/queueState';`,
      ['views/b', 'client/queue/queueState'],
    ],
    ['src/host/x.ts', `import { list } from '../views/jobList';`, ['views/jobList']],
    ['src/engine/model/x.ts', `import * as z from 'zod';`, ['zod']],
  ])('are broken in %s by %s', (path, text, expected) => {
    expect(forbidden({ path, text })).toEqual(expected);
  });

  test('know every file', () => {
    expect(sources().length).toBeGreaterThan(80);
    expect(() => forbidden({ path: 'src/new/x.ts', text: `import 'a';` })).toThrow(/no rule/);
  });
});

test('parts of the engine import only what stands above them in the map of ARCHITECTURE.md', () => {
  const rows = [...readText('ARCHITECTURE.md').matchAll(/^\| `src\/engine\/(\w+)(?:\.ts)?` \|/gm)].map(
    ([, part]) => part,
  );
  const rowOf = (module: string) => rows.indexOf(module.split(/[/.]/)[1]);
  const engine = sources().filter(({ path }) => path.startsWith('src/engine/'));
  expect(new Set(engine.map(({ path }) => path.split(/[/.]/)[2]))).toEqual(new Set(rows));
  const upwards = engine.flatMap((source) =>
    importsOf(source)
      .filter(({ of }) => of.startsWith('engine/') && rowOf(of) > rowOf(source.path.slice('src/'.length)))
      .map(({ of }) => `${source.path} imports ${of}`),
  );
  expect(upwards).toEqual([]);
});

test('the parts of a process that are shared by all import nothing but themselves', () => {
  const model = sources().filter(({ path }) => path.startsWith('src/engine/model/'));
  const outside = model.flatMap((source) =>
    importsOf(source)
      .filter(({ of, kind }) => kind === 'own' && !/^(engine\/model\/|\.\.\/package\.json$)/.test(of))
      .map(({ of }) => `${source.path} imports ${of}`),
  );
  expect(outside).toEqual([]);
});

test('invariant 2: the engine opens files in one place, and for writing only where it makes them', () => {
  const opening = sources().filter(({ path, text }) => path.startsWith('src/engine/') && /\bopenSync\(/.test(text));
  expect(opening.map(({ path }) => path)).toEqual([
    'src/engine/fs/fetchedByThread.ts',
    'src/engine/fs/folderHandle.ts',
    'src/engine/fs/nodeFolder.ts',
    'src/engine/fs/nodeOpenFile.ts',
  ]);
  const text = opening.map((source) => source.text).join('\n');
  expect(text).not.toMatch(/O_RDWR|O_TRUNC|O_APPEND/);
  for (const line of text
    .split('\n')
    .filter((candidate) => candidate.includes('O_WRONLY') && candidate.includes('|'))) {
    expect(line).toMatch(/O_CREAT \| O_EXCL/);
  }
});

test('the one file system port is the only way to Node’s own: asynchronous calls, which share four threads, are not used', () => {
  const asynchronous = sources().filter(
    ({ path, text }) => path.startsWith('src/engine/') && /fs\.promises|fs\/promises/.test(text),
  );
  expect(asynchronous.map(({ path }) => path)).toEqual([]);
  const port = sources().filter(({ path }) => path.startsWith('src/engine/fs/'));
  const calls = port.flatMap(({ text }) => [...text.matchAll(/\bfs\.(\w+)\(/g)].map(([, name = '']) => name));
  expect(calls.length).toBeGreaterThan(20);
  expect(calls.filter((name) => !name.endsWith('Sync') && name !== 'native')).toEqual([]);
});
