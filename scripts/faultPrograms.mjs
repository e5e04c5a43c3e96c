import { installPackages } from './support/installPackages.mjs';
import { CommandFailed, findProgram } from './support/runCommand.mjs';
import { say, step } from './support/say.mjs';

/** Programs that fault tests use beyond those of any Debian, and the packages they are in. */
export const FAULT_PROGRAMS = {
  // Makes system calls fail, kills at a chosen one, counts reads.
  strace: 'strace',
  // File systems on loop devices; that of exFAT takes `A` and `a` for one name, that of NTFS refuses what Windows refuses.
  'mkfs.ext4': 'e2fsprogs',
  'mkfs.xfs': 'xfsprogs',
  'mkfs.btrfs': 'btrfs-progs',
  'mkfs.exfat': 'exfatprogs',
  'mount.exfat-fuse': 'exfat-fuse',
  mkntfs: 'ntfs-3g',
  'lowntfs-3g': 'ntfs-3g',
  // Checks the list that is made for it.
  hashdeep: 'hashdeep',
  // Three programs that are not ours and open a ZIP; the last one also checks a bag.
  unzip: 'unzip',
  '7z': 'p7zip-full',
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
  try {
    await step(`Installing Debian packages: ${packages.join(' ')}`, () => installPackages(packages));
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    say(error.message);
  }
}
