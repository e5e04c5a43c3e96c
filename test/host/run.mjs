// npm run test:host: the tests in a real VS Code, on a server of its own and in Chromium.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension, packageExtension } from '../../scripts/extensionPackage.mjs';
import { PROJECT_ROOT } from '../../scripts/support/paths.mjs';
import { Problem, runScript } from '../../scripts/support/problem.mjs';
import { say, step } from '../../scripts/support/say.mjs';
import { withTemporaryDirectory } from '../../scripts/support/temporaryDirectory.mjs';
import { ensureInstalled } from '../../scripts/vscodeServer/install.mjs';
import { runBrowserTests } from './support/browserTests.mjs';
import { handOver, inWords, sum } from './support/counts.mjs';
import { runSuiteInServer } from './support/serverHost.mjs';
import { bundleSuites } from './support/suites.mjs';

const USAGE = `npm run test:host -- [options] [part of a name …]
  --only suites|browser   only tests in the extension host, or only tests that use a window
  --development           suites run against the sources in dist/, not against the installed package`;

await runScript(async () => {
  const { only, development, filters } = readArguments();
  await ensureInstalled();
  return await withTemporaryDirectory('evidence-copy-tests-', async (work) => {
    const vsix = join(work, 'evidence-copy.vsix');
    await step('Building and packing the extension', async () => {
      await buildExtension();
      await packageExtension(vsix);
    });
    const extension = development ? { sources: PROJECT_ROOT } : { vsix };
    const parts = [];
    if (only !== 'browser') {
      for (const suite of await bundleSuites(join(work, 'suites'), filters))
        parts.push(await runSuiteInServer(suite, extension, work));
    }
    if (only !== 'suites') parts.push(await runBrowserTests(vsix, work, filters));
    const counts = sum(parts);
    if (counts.passed + counts.failed + counts.skipped === 0) throw new Problem(`No test has such a name.\n${USAGE}`);
    handOver(counts);
    say(`\nIn the real VS Code: ${inWords(counts)}`);
    return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
  });
});

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { only: { type: 'string' }, development: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    if (values.only !== undefined && values.only !== 'suites' && values.only !== 'browser') throw new Problem(USAGE);
    return { only: values.only, development: values.development, filters: positionals };
  } catch (error) {
    throw error instanceof TypeError ? new Problem(`${error.message}\n${USAGE}`) : error;
  }
}
