// One bundle for each place where code runs. `vscode` is external only where VS Code provides it, so that an
// import of it anywhere else fails the build.
import { build } from 'esbuild';
import { ANY_BUNDLE, ENGINE_BUNDLE } from './scripts/bundles.mjs';
import { writeJobFileSchemas } from './scripts/jobFileSchema.mjs';

const sourcemap = process.argv.includes('--dev') ? 'inline' : false;

/**
 * The API of VS Code, wrapped once. Without this each of the many files that import it would have a wrapper of its own,
 * with a property for every part of the API, all of them made while the extension gets active.
 *
 * @type {import('esbuild').Plugin}
 */
const sharedVsCode = {
  name: 'shared-vscode',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'vscode' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode' },
    );
    onLoad({ filter: /^vscode$/, namespace: 'vscode' }, () => ({ contents: "export * from 'vscode';" }));
  },
};

await Promise.all([
  build({ ...ENGINE_BUNDLE, sourcemap, entryPoints: ['src/worker.ts'], outfile: 'dist/worker.js' }),
  build({ ...ENGINE_BUNDLE, sourcemap, entryPoints: ['src/lane.ts'], outfile: 'dist/lane.js' }),
  build({
    ...ANY_BUNDLE,
    sourcemap,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cliMain.js',
    external: ['./commandLine.js'],
  }),
  build({ ...ANY_BUNDLE, sourcemap, entryPoints: ['src/cli/commandLine.ts'], outfile: 'dist/commandLine.js' }),
  // Not bundled and in old syntax: it must run on any Node to say that the Node is too old.
  build({
    entryPoints: ['src/cli.ts'],
    outfile: 'dist/cli.js',
    platform: 'node',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  }),
  build({
    ...ANY_BUNDLE,
    sourcemap,
    plugins: [sharedVsCode],
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
  }),
]);
await writeJobFileSchemas('dist');
