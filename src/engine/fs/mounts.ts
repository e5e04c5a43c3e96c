import { fromBytes, type PathText, toBytes } from '../model/pathText';
import { fs } from './nodeFs';

/** One mounted file system, from `/proc/self/mountinfo` (proc_pid_mountinfo(5)). */
export interface Mount {
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
    const [, , , , mountPoint, options] = left?.split(' ') ?? [];
    const [type, device, superOptions] = right?.split(' ') ?? [];
    if (mountPoint === undefined || options === undefined || type === undefined || device === undefined) continue;
    const readOnly = [options, superOptions ?? ''].some((list) => list.split(',').includes('ro'));
    mounts.push({ mountPoint: unescapeOctal(mountPoint), type, device: unescapeOctal(device), readOnly });
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
