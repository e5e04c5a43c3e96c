import { fromBytes, type PathText, toBytes } from '../model/text/pathText';
import { fs } from './nodeFs';

/** One mounted file system, from `/proc/self/mountinfo` (proc_pid_mountinfo(5)). */
export interface Mount {
  /** Number by which a descriptor names its mount. */
  readonly id: number;
  readonly mountPoint: PathText;
  /** Such as `ext4` or `fuse.sshfs`. */
  readonly type: string;
  /** Such as `/dev/sdb1`. */
  readonly device: string;
  readonly readOnly: boolean;
}

/** The mount that holds an absolute path, links resolved; undefined where the system does not say. */
export function mountOf(path: PathText): Mount | undefined {
  const mounts = readMounts();
  if (mounts.length === 0) return undefined;
  const real = realPath(path);
  let best: Mount | undefined;
  for (const mount of mounts) {
    const holds = mount.mountPoint === '/' || real === mount.mountPoint || real.startsWith(`${mount.mountPoint}/`);
    // Of two mounts on one point the later one covers the earlier.
    if (holds && mount.mountPoint.length >= (best?.mountPoint.length ?? 0)) best = mount;
  }
  return best;
}

/** The mount that an open file or folder lies on, whatever its path has come to mean. */
export function mountOfDescriptor(fd: number): Mount | undefined {
  try {
    const id = /^mnt_id:\s*(\d+)$/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1];
    return id === undefined ? undefined : readMounts().find((mount) => mount.id === Number(id));
  } catch {
    // Not Linux, or no /proc.
    return undefined;
  }
}

/** File systems that keep their files on a block device of this machine, and read them from there when told to. */
const ON_BLOCK_DEVICE: ReadonlySet<string> = new Set(
  'ext2 ext3 ext4 xfs btrfs f2fs jfs nilfs2 bcachefs vfat msdos exfat ntfs3 hfs hfsplus udf iso9660 squashfs erofs'.split(
    ' ',
  ),
);

/** Block devices whose blocks come over a network. */
const NETWORK_DEVICE = /^\/dev\/(nbd|rbd|drbd|etherd)/;

/**
 * Whether files of a mount lie on a local block device. Network file systems and FUSE never do, and what is stacked on
 * other file systems cannot tell.
 */
export function isOnLocalDevice({ type, device }: Mount): boolean {
  return ON_BLOCK_DEVICE.has(type) && device.startsWith('/dev/') && !NETWORK_DEVICE.test(device);
}

/** File systems on which files were written past the page cache and read back whole, with every tail and in every test. */
const TAKES_DIRECT_WRITES: ReadonlySet<string> = new Set(['ext4', 'xfs', 'btrfs']);

/** Whether files of a mount are written past the page cache. */
export function takesDirectWrites(mount: Mount): boolean {
  return TAKES_DIRECT_WRITES.has(mount.type) && isOnLocalDevice(mount);
}

/**
 * FAT and exFAT make up inode numbers and change times: there they say nothing about a file's identity. Behind `fuseblk`
 * there may be any of them.
 */
export function keepsIdentities(mount: Mount | undefined): boolean {
  return mount === undefined || !/fat|msdos|^fuseblk$/i.test(mount.type);
}

/** Parses the text of `/proc/self/mountinfo`. */
export function parseMounts(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const [left, right] = line.split(' - ');
    const [id, , , , mountPoint, options] = left?.split(' ') ?? [];
    const [type, device, superOptions] = right?.split(' ') ?? [];
    if (mountPoint === undefined || options === undefined || type === undefined || device === undefined) continue;
    const readOnly = [options, superOptions ?? ''].some((list) => list.split(',').includes('ro'));
    mounts.push({
      id: Number(id),
      mountPoint: unescapeOctal(mountPoint),
      type,
      device: unescapeOctal(device),
      readOnly,
    });
  }
  return mounts;
}

function readMounts(): Mount[] {
  try {
    return parseMounts(fromBytes(fs.readFileSync('/proc/self/mountinfo')));
  } catch {
    // Not Linux, or no /proc: the facts stay unknown, which the record says.
    return [];
  }
}

function realPath(path: PathText): PathText {
  try {
    return fromBytes(fs.realpathSync.native(toBytes(path), { encoding: 'buffer' }));
  } catch {
    return path;
  }
}

/** The kernel writes blank, tab, line feed and backslash as octal. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
