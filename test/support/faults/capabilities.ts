import { existsSync } from 'node:fs';
import type { TestContext } from 'vitest';
import { succeeds } from './commands';

/**
 * What a fault test may need. Each is found out by doing it once, never concluded from who runs the tests:
 * a container's root may not mount, and a user may have been given what root usually has.
 */
const PROBES = {
  /**
   * Mounts that nobody outside sees and that cannot outlive the run. The test script starts vitest in a mount namespace
   * of its own and says so in the environment; without that nothing is ever mounted.
   */
  mounts: () =>
    process.env['EVIDENCE_COPY_PRIVATE_MOUNTS'] === '1' &&
    succeeds('unshare', '-m', '--propagation', 'private', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'probe', '/mnt'),
  fuse: () => existsSync('/dev/fuse') && succeeds('sh', '-c', 'exec 3<>/dev/fuse'),
  loop: () => succeeds('sh', '-c', 'test -c /dev/loop-control && losetup -f'),
  ext4: () => succeeds('sh', '-c', 'command -v mkfs.ext4'),
  xfs: () => succeeds('sh', '-c', 'command -v mkfs.xfs && grep -qw xfs /proc/filesystems'),
  btrfs: () => succeeds('sh', '-c', 'command -v mkfs.btrfs && grep -qw btrfs /proc/filesystems'),
  /** Making a mounted ext4 believe that it is damaged. */
  ext4Errors: () => existsSync('/sys/fs/ext4'),
  ntfs: () => succeeds('sh', '-c', 'command -v lowntfs-3g && command -v mkntfs'),
  exfat: () => succeeds('sh', '-c', 'command -v mount.exfat-fuse && command -v mkfs.exfat'),
  zipPrograms: () => succeeds('sh', '-c', 'command -v unzip && command -v 7z && command -v python3'),
  python: () => succeeds('python3', '-c', 'import hashlib; hashlib.file_digest'),
  strace: () => succeeds('strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=getpid', 'true'),
  hashdeep: () => succeeds('hashdeep', '-V'),
  prlimit: () => succeeds('prlimit', '--nofile=64', 'true'),
  chattr: () => succeeds('sh', '-c', 'f=$(mktemp) && chattr +i "$f" && chattr -i "$f"; s=$?; rm -f "$f"; exit $s'),
  /** Running something as another user, for whom permissions mean something. */
  otherUser: () => succeeds('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'true'),
} satisfies Record<string, () => boolean>;

export type Capability = keyof typeof PROBES;

const found = new Map<Capability, boolean>();

/**
 * Skips the test, visibly, where this machine lacks what it needs. With `REQUIRE_FAULTS=1` it throws instead, so that
 * a machine that is meant to run all fault tests cannot pass without them.
 */
export function need(context: TestContext, ...capabilities: readonly Capability[]): void {
  const missing = capabilities.filter((capability) => !has(capability));
  if (missing.length === 0) return;
  const what = `needs ${missing.join(', ')}`;
  if (process.env['REQUIRE_FAULTS'] === '1') throw new Error(`REQUIRE_FAULTS=1, but this machine ${what}`);
  context.skip(what);
}

function has(capability: Capability): boolean {
  const known = found.get(capability) ?? PROBES[capability]();
  found.set(capability, known);
  return known;
}
