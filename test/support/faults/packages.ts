/**
 * Debian packages that the fault tests need beyond a plain Debian with Node. `scripts/test` installs them where it may;
 * without them the tests that need them skip, or fail where `REQUIRE_FAULTS=1` says that all of them must run.
 */
export const FAULT_PACKAGES = [
  /** Makes system calls fail, kills at a chosen one, counts reads. */
  'strace',
  /** `mkfs.ext4`, for file systems on loop devices; `chattr`. */
  'e2fsprogs',
  /** `mkfs.xfs` and `mkfs.btrfs`: other file systems on loop devices. */
  'xfsprogs',
  'btrfs-progs',
  /** A destination that refuses the names that Windows refuses: `lowntfs-3g -o windows_names`. */
  'ntfs-3g',
  /** A destination that takes `A` and `a` for one name. */
  'exfat-fuse',
  'exfatprogs',
  /** Checks the list that is made for it. */
  'hashdeep',
  /** Three programs that are not ours and open a ZIP: `unzip`, `7z`, Python's `zipfile`. */
  'unzip',
  'p7zip-full',
  'python3',
  /** `mount`, `unshare`, `prlimit`, `fallocate`. */
  'util-linux',
] as const;
