// npm start: a real VS Code with the extension and a sample case, to try. With --check a script tries it instead.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension, packageExtension } from './extensionPackage.mjs';
import { checkCopy } from './start/checkCopy.mjs';
import { keepOpen } from './start/keepOpen.mjs';
import { Problem, runScript } from './support/problem.mjs';
import { say, seconds, step } from './support/say.mjs';
import { withTemporaryDirectory } from './support/temporaryDirectory.mjs';
import { ensureInstalled } from './vscodeServer/install.mjs';

const USAGE =
  'npm start             opens VS Code with the extension\nnpm start -- --check  copies the sample case by itself';

await runScript(async () => {
  const { check } = readArguments();
  const startedAt = performance.now();
  await ensureInstalled();
  return await withTemporaryDirectory('evidence-copy-start-', async (directory) => {
    const vsix = join(directory, 'evidence-copy.vsix');
    await step('Building the extension', buildExtension);
    await step('Packing it', () => packageExtension(vsix));
    const ready = () => say(`Ready after ${seconds(performance.now() - startedAt)}.`);
    return check ? await checkCopy(vsix, ready) : await keepOpen(vsix, ready);
  });
});

function readArguments() {
  try {
    return parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw error instanceof TypeError ? new Problem(`${error.message}\n${USAGE}`) : error;
  }
}
