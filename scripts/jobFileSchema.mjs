// The schemas that editors check job files with, generated from what the command line checks them with.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** German texts by the English ones, for names of digests nothing: they are the same in every language. */
const GERMAN = 'l10n/evidence-job.schema.de.json';

/**
 * Writes the JSON schemas of job files, one for each language. The module that makes them is TypeScript: it is bundled in
 * memory and run from there.
 *
 * @param {string} folder
 */
export async function writeJobFileSchemas(folder) {
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
  const german = JSON.parse(readFileSync(GERMAN, 'utf8'));
  write(join(folder, 'evidence-job.schema.json'), module.jobFileJsonSchema());
  write(
    join(folder, 'evidence-job.schema.de.json'),
    module.jobFileJsonSchema((/** @type {string} */ text) => german[text] ?? text),
  );
}

/**
 * @param {string} path
 * @param {unknown} schema
 */
function write(path, schema) {
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
}
