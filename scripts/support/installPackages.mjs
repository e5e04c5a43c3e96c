import { runCommand } from './runCommand.mjs';

/**
 * Installs Debian packages, without what they only recommend. Rejects with `CommandFailed` where that cannot be done.
 *
 * @param {readonly string[]} packages
 */
export async function installPackages(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '--quiet'], { env });
  await runCommand('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...packages], { env });
}
