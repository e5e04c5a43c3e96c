// npm run package: the one file people install, for every system VS Code runs on.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension, packageExtension } from './extensionPackage.mjs';
import { PROJECT_ROOT } from './support/paths.mjs';
import { runScript } from './support/problem.mjs';
import { say, step } from './support/say.mjs';

await runScript(async () => {
  const { name, version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));
  const file = join(PROJECT_ROOT, `${name}-${version}.vsix`);
  await step('Building the extension', buildExtension);
  await step('Packing it', () => packageExtension(file));
  say(`${file}, ${Math.ceil(statSync(file).size / 1000)} kB`);
  return 0;
});
