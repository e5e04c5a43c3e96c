import { dirname, join } from 'node:path';
import type { Disk, Volume } from '../model/result/volume';
import { printable } from '../model/text/pathText';
import type { Mount } from './mounts';
import { fs } from './nodeFs';

/** Device numbers of Linux, as `stat.st_rdev` packs them (makedev(3)). */
const major = (rdev: number) => (rdev >> 8) & 0xfff;
const minor = (rdev: number) => (rdev & 0xff) | ((rdev >> 12) & 0xfff00);

/** What a path below `/sys/devices` says of how a disk is connected; the first that fits counts. */
const TRANSPORTS: readonly [RegExp, Disk['transport']][] = [
  [/\/virtual\/|\/virtio\d/, 'virtual'],
  [/\/usb\d/, 'usb'],
  [/\/nvme\//, 'nvme'],
  [/\/ata\d/, 'ata'],
  [/\/mmc_host\//, 'mmc'],
  [/\/host\d+\//, 'scsi'],
];

/** What the record says of the file system that a mount is. */
export function volumeOf({ mountPoint, type, device, readOnly }: Mount): Volume {
  return {
    mountPoint: printable(mountPoint),
    type,
    device: printable(device),
    uuid: uuidOf(device),
    isReadOnly: readOnly,
    disk: diskOf(device),
  };
}

/**
 * The id of the file system on a device file; null where the system does not tell it.
 *
 * @param links Folder in which udev(7) keeps a link to the device under the id of each file system it has seen.
 */
export function uuidOf(device: string, links = '/dev/disk/by-uuid'): string | null {
  if (!device.startsWith('/dev/')) return null;
  try {
    const real = fs.realpathSync(device);
    const uuid = fs.readdirSync(links).find((name) => leadsTo(join(links, name), real));
    return uuid === undefined ? null : printable(uuid);
  } catch {
    // No udev, as in a container, or a device that has no file here.
    return null;
  }
}

function leadsTo(link: string, device: string): boolean {
  try {
    return fs.realpathSync(link) === device;
  } catch {
    // The link of a device that has just gone.
    return false;
  }
}

/**
 * The disk behind a device file, from `/sys` (sysfs(5)); a partition leads to its disk. By the device file and not by the
 * file system's number, because btrfs makes its numbers up.
 */
function diskOf(device: string): Disk | null {
  if (!device.startsWith('/dev/')) return null;
  try {
    const { rdev } = fs.statSync(device);
    const own = fs.realpathSync(`/sys/dev/block/${major(rdev)}:${minor(rdev)}`);
    const disk = fs.existsSync(join(own, 'partition')) ? dirname(own) : own;
    const makers = [attribute(disk, 'device/vendor'), attribute(disk, 'device/model')];
    const transport = TRANSPORTS.find(([pattern]) => pattern.test(disk))?.[1] ?? 'unknown';
    const rotational = attribute(disk, 'queue/rotational');
    return {
      name: disk.slice(dirname(disk).length + 1),
      // A virtual disk has the number of a maker instead of a name.
      model: transport === 'virtual' ? null : makers.filter((text) => text !== undefined).join(' ') || null,
      transport,
      isRotational: transport === 'virtual' || rotational === undefined ? null : rotational === '1',
    };
  } catch {
    // Not Linux, or a device that /sys does not know: the record says that the disk is not known.
    return null;
  }
}

function attribute(disk: string, name: string): string | undefined {
  try {
    return fs.readFileSync(join(disk, name), 'utf8').trim() || undefined;
  } catch {
    // Each kind of disk has its own attributes.
    return undefined;
  }
}
