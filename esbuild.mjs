// One bundle for each place where code runs. `vscode` is external only where VS Code provides it, so that an
// import of it anywhere else fails the build.
import { build } from 'esbuild';
import { writeJobFileSchema } from './scripts/jobFileSchema.mjs';

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  mainFields: ['module', 'main'],
  sourcemap: process.argv.includes('--dev') ? 'inline' : false,
  legalComments: 'eof',
  logLevel: 'warning',
};

// Electron's own `fs` shows *.asar files as folders; `original-fs` exists there only.
const engine = {
  ...common,
  external: ['original-fs'],
  // The CRC-32 of Node instead of a table in JavaScript: a stored ZIP is several times faster.
  alias: { 'buffer-crc32': './src/engine/archive/crc32.ts', fs: './src/engine/archive/noFileSystem.ts' },
};

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
  build({ ...engine, entryPoints: ['src/worker.ts'], outfile: 'dist/worker.js' }),
  build({ ...engine, entryPoints: ['src/lane.ts'], outfile: 'dist/lane.js' }),
  build({ ...common, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cliMain.js' }),
  // Not bundled and in old syntax: it must run on any Node to say that the Node is too old.
  build({
    entryPoints: ['src/cli.ts'],
    outfile: 'dist/cli.js',
    platform: 'node',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  }),
  build({ ...common, plugins: [sharedVsCode], entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' }),
]);
await writeJobFileSchema('dist/evidence-job.schema.json');
