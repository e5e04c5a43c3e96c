import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const SUITES = join(import.meta.dirname, '..', 'suites');
const EXTENSION = '.suite.ts';

/** An extension that calls the tested one, as any other might. */
const CALLER = join(import.meta.dirname, '..', 'caller');

/**
 * An in-host suite, bundled to one file that exports `run`, and folders of extensions that it needs beside the tested one.
 *
 * @typedef {{ name: string, file: string, companions?: readonly string[] }} Suite
 */

/** Makes a folder of suites an extension that VS Code can be asked to develop, beside the one that is tested. */
const SUITES_EXTENSION = { name: 'suites', publisher: 'evidence-copy', version: '0.0.0', engines: { vscode: '*' } };

/**
 * Bundles the suites of this project whose name contains one of the filters; all of them if there is no filter.
 *
 * @param {string} outdir
 * @param {readonly string[]} filters
 * @returns {Promise<Suite[]>}
 */
export async function bundleSuites(outdir, filters) {
  const names = readdirSync(SUITES)
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => basename(file, EXTENSION))
    .filter((name) => filters.length === 0 || filters.some((filter) => name.includes(filter)))
    .sort();
  const caller = join(outdir, 'caller');
  const suites = names.map((name) => ({ name, file: join(outdir, `${name}.js`), companions: [caller] }));
  mkdirSync(caller, { recursive: true });
  copyFileSync(join(CALLER, 'package.json'), join(caller, 'package.json'));
  await build({
    entryPoints: {
      'caller/extension': join(CALLER, 'extension.ts'),
      ...Object.fromEntries(names.map((name) => [name, join(SUITES, name + EXTENSION)])),
    },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  writeFileSync(join(outdir, 'package.json'), JSON.stringify(SUITES_EXTENSION));
  return suites;
}
