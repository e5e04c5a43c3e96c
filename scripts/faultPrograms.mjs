import { CommandFailed, findProgram, runCommand } from './support/runCommand.mjs';
import { say, step } from './support/say.mjs';

/** Programs that fault tests use, and the Debian packages they are in. */
const FAULT_PROGRAMS = {
  strace: 'strace',
  'mkfs.ext4': 'e2fsprogs',
  'lowntfs-3g': 'ntfs-3g',
  hashdeep: 'hashdeep',
  python3: 'python3',
};

/**
 * Installs what fault tests need where this process may. Where it may not, or they cannot be had, the tests that need
 * them are skipped visibly, or fail with REQUIRE_FAULTS=1.
 */
export async function installFaultPrograms() {
  const missing = Object.entries(FAULT_PROGRAMS).filter(([program]) => findProgram(program) === undefined);
  if (missing.length === 0 || process.getuid?.() !== 0 || findProgram('apt-get') === undefined) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await step(`Installing Debian packages: ${packages.join(' ')}`, async () => {
      await runCommand('apt-get', ['update', '--quiet'], { env });
      await runCommand('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...packages], { env });
    });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    say(error.message);
  }
}
