import { join } from 'node:path';
import { PROJECT_ROOT } from './support/paths.mjs';
import { runCommand } from './support/runCommand.mjs';

/** Builds the bundles of the extension. */
export async function buildExtension() {
  await runCommand(process.execPath, ['esbuild.mjs'], { cwd: PROJECT_ROOT });
}

/**
 * Packs the extension, as built, into the one file people install.
 *
 * @param {string} file Where to write it; ends in `.vsix`.
 * @param {string} [extension] Folder of the extension.
 */
export async function packageExtension(file, extension = PROJECT_ROOT) {
  const vsce = join(PROJECT_ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  // There is no public repository yet that links of README could lead to.
  const tolerated = ['--allow-missing-repository', '--allow-unused-files-pattern', '--no-rewrite-relative-links'];
  const args = ['package', '--no-dependencies', ...tolerated, '--out', file];
  await runCommand(process.execPath, [vsce, ...args], { cwd: extension });
}
