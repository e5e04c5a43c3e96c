import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { scratchFolder } from './scratch';
import { REPOSITORY } from './sources';

/** Something in the text of the engine, and what stands there instead. */
export interface Break {
  /** Relative to `src/engine`. */
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

/** Bundles an engine in which something is broken; gives the path of its thread. Throws where there is nothing to break. */
export async function brokenEngine({ file, replace, by }: Break): Promise<string> {
  const outdir = scratchFolder();
  const broken = join(REPOSITORY, 'src/engine', file);
  const text = readFileSync(broken, 'utf8');
  if (!text.includes(replace)) throw new Error(`${file} has no: ${replace}`);
  const plugin: Plugin = {
    name: 'break',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        path === broken ? { contents: text.replace(replace, by), loader: 'ts' } : undefined,
      ),
  };
  await build({
    entryPoints: [join(REPOSITORY, 'src/worker.ts'), join(REPOSITORY, 'src/lane.ts')],
    outdir,
    plugins: [plugin],
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['original-fs'],
    alias: {
      'buffer-crc32': join(REPOSITORY, 'src/engine/archive/crc32.ts'),
      fs: join(REPOSITORY, 'src/engine/archive/noFileSystem.ts'),
    },
    logLevel: 'error',
  });
  return join(outdir, 'worker.js');
}
