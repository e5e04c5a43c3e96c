import { join } from 'node:path';
import { PROJECT_ROOT } from './support/paths.mjs';

/**
 * How every bundle is made.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const ANY_BUNDLE = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'eof',
  logLevel: 'warning',
};

/**
 * How the bundles of the engine's threads are made.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const ENGINE_BUNDLE = {
  ...ANY_BUNDLE,
  // Electron's own `fs` shows *.asar files as folders; `original-fs` exists there only.
  external: ['original-fs'],
  alias: {
    // The CRC-32 of Node instead of a table in JavaScript: a stored ZIP is several times faster.
    'buffer-crc32': join(PROJECT_ROOT, 'src/engine/archive/crc32.ts'),
    fs: join(PROJECT_ROOT, 'src/engine/archive/noFileSystem.ts'),
  },
};
