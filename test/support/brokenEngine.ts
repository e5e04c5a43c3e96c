import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ENGINE_BUNDLE } from '../../scripts/bundles.mjs';
import { scratchFolder } from './scratch';
import { REPOSITORY, readText } from './sources';

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
  const path = join('src/engine', file);
  const broken = join(REPOSITORY, path);
  const text = readText(path);
  if (!text.includes(replace)) throw new Error(`${file} has no: ${replace}`);
  const plugin: Plugin = {
    name: 'break',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        path === broken ? { contents: text.replace(replace, by), loader: 'ts' } : undefined,
      ),
  };
  await build({
    ...ENGINE_BUNDLE,
    entryPoints: [join(REPOSITORY, 'src/worker.ts'), join(REPOSITORY, 'src/lane.ts')],
    outdir,
    plugins: [plugin],
    logLevel: 'error',
  });
  return join(outdir, 'worker.js');
}
