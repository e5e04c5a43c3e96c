// npm run test:desktop: the suites of the extension host in a desktop VS Code, which is downloaded for it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests, SilentReporter } from '@vscode/test-electron';
import { buildExtension } from '../../scripts/extensionPackage.mjs';
import { makeSampleWorkspace } from '../../scripts/sampleWorkspace.mjs';
import { HOST_DIRECTORY, PROJECT_ROOT } from '../../scripts/support/paths.mjs';
import { Problem, runScript } from '../../scripts/support/problem.mjs';
import { say, step } from '../../scripts/support/say.mjs';
import { withTemporaryDirectory } from '../../scripts/support/temporaryDirectory.mjs';
import { handOver, inWords, sum } from './support/counts.mjs';
import { countSuite } from './support/suiteReport.mjs';
import { bundleSuites } from './support/suites.mjs';

const USAGE = `npm run test:desktop -- [--version 1.101.0] [part of a suite's name …]
Without a version the newest stable VS Code is taken.`;

await runScript(async () => {
  const { version, filters } = readArguments();
  const executable = await download(version);
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    throw new Problem('A desktop VS Code needs a display. Without one: xvfb-run --auto-servernum npm run test:desktop');
  }
  await step('Building the extension', buildExtension);
  return await withTemporaryDirectory('evidence-copy-desktop-', async (work) => {
    const parts = [];
    for (const suite of await bundleSuites(join(work, 'suites'), filters)) {
      parts.push(await runSuite(suite, executable, join(work, suite.name)));
    }
    const counts = sum(parts);
    handOver(counts);
    say(`\nIn the desktop VS Code: ${inWords(counts)}`);
    return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
  });
});

/** @param {string} version */
async function download(version) {
  try {
    return await step(`Downloading VS Code, ${version}`, () =>
      downloadAndUnzipVSCode({ version, cachePath: join(HOST_DIRECTORY, 'desktop'), reporter: new SilentReporter() }),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(
      `The desktop VS Code (${version}) could not be downloaded: ${reason}\n` +
        'This needs the internet, once. Where there is none, "npm run test:host" runs the same suites in a VS Code server.',
    );
  }
}

/**
 * @param {import('./support/suites.mjs').Suite} suite
 * @param {string} executable
 * @param {string} work A folder that does not exist yet.
 */
async function runSuite(suite, executable, work) {
  mkdirSync(work);
  const workspace = makeSampleWorkspace(join(work, 'workspace'));
  const resultFile = join(work, 'result.json');
  const folders = [`--user-data-dir=${join(work, 'data')}`, `--extensions-dir=${join(work, 'extensions')}`];
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const trouble = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: [PROJECT_ROOT, ...(suite.companions ?? [])],
    extensionTestsPath: suite.file,
    extensionTestsEnv: { SUITE_RESULT: resultFile },
    launchArgs: [workspace.folder, '--disable-workspace-trust', '--disable-extensions', ...folders, ...asRoot],
  }).then(
    () => undefined,
    (error) => (error instanceof Error ? error.message : String(error)),
  );
  return countSuite(suite.name, resultFile, trouble);
}

function readArguments() {
  try {
    const options = /** @type {const} */ ({ version: { type: 'string', default: 'stable' } });
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    return { version: values.version, filters: positionals };
  } catch (error) {
    throw error instanceof TypeError ? new Problem(`${error.message}\n${USAGE}`) : error;
  }
}
