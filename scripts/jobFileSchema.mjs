// The schema that editors check job files with, generated from what the command line checks them with.
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * Writes the JSON schema of job files. The module that makes it is TypeScript: it is bundled in memory and run from there.
 *
 * @param {string} path
 */
export async function writeJobFileSchema(path) {
  const {
    outputFiles: [bundle],
  } = await build({
    entryPoints: ['src/client/jobFile/jobFileJsonSchema.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    write: false,
    logLevel: 'warning',
  });
  if (bundle === undefined) throw new Error('esbuild made no bundle');
  const module = await import(`data:text/javascript;base64,${Buffer.from(bundle.contents).toString('base64')}`);
  writeFileSync(path, `${JSON.stringify(module.jobFileJsonSchema(), null, 2)}\n`);
}
