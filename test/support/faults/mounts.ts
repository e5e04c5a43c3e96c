import { mkdirSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { scratchFolder } from '../scratch';
import { runCommand, succeeds } from './commands';

const IMAGE_SIZE = 32 * 1024 * 1024;

/**
 * Mounts for one test. Each is taken away when the test has finished, and lies in a scratch folder, so that nothing of
 * it can be left. Only for tests that `need` the capability `mounts`.
 */

/** An empty folder in memory. `size` as mount(8) takes it, such as `16m`; `inodes` limits the number of files. */
export function memoryFolder({ size = '256m', inodes }: { size?: string; inodes?: number } = {}): string {
  const limits = [`size=${size}`, ...(inodes === undefined ? [] : [`nr_inodes=${inodes}`])];
  return mounted((folder) => runCommand('mount', '-t', 'tmpfs', '-o', limits.join(','), 'evidence-copy-test', folder));
}

/** `folder` again under a second path; `readOnly` there, not at its own. */
export function boundFolder(folder: string, { readOnly = false } = {}): string {
  return mounted((target) => {
    runCommand('mount', '--bind', folder, target);
    if (readOnly) runCommand('mount', '-o', 'remount,bind,ro', target);
  });
}

/** An ext4 file system on a loop device, and the name of the device, such as `loop0`. */
export function ext4Folder(size: number): { folder: string; device: string } {
  const image = emptyImage(size);
  runCommand('mkfs.ext4', '-q', '-F', '-m', '0', image);
  const device = loopDevice(image);
  const folder = mounted((target) => runCommand('mount', '-o', 'errors=remount-ro', device, target));
  return { folder, device: device.slice('/dev/'.length) };
}

/** The file systems that a disk can be made with. */
export type DiskFormat = 'ext4' | 'xfs' | 'btrfs';

/** A file system on a loop device over an image that lies at `image`, which is made for it. */
export function diskOn(image: string, size: number, format: DiskFormat = 'ext4', options = 'defaults'): string {
  formatImage(image, size, format);
  return mountedDisk(image, options);
}

/** Makes an image that holds an empty file system. */
export function formatImage(image: string, size: number, format: DiskFormat): void {
  writeFileSync(image, '');
  truncateSync(image, size);
  runCommand(`mkfs.${format}`, ...(format === 'ext4' ? ['-q', '-F', '-m', '0'] : ['-q', '-f']), image);
}

/** Mounts the file system that an image holds at `target`, for as long as `use` takes. */
export async function withMountedImage<Result>(
  image: string,
  target: string,
  use: () => Promise<Result>,
): Promise<Result> {
  runCommand('mount', '-o', 'loop', image, target);
  try {
    return await use();
  } finally {
    runCommand('umount', target);
  }
}

/** The file system that an image holds already, on a loop device. */
function mountedDisk(image: string, options = 'defaults'): string {
  const device = loopDevice(image);
  return mounted((target) => runCommand('mount', '-o', options, device, target));
}

/** A file system for which `A` and `a` are one name, and which keeps names as they were given. */
export function exfatFolder(): string {
  const image = emptyImage(IMAGE_SIZE);
  runCommand('mkfs.exfat', image);
  const device = loopDevice(image);
  return mounted((target) => runCommand('mount.exfat-fuse', device, target));
}

/**
 * A file system that refuses the names that Windows refuses. With `ignoreCase` also one for which `A` and `a` are one
 * name, and which shows every name in small letters.
 */
export function windowsFolder({ ignoreCase = false } = {}): string {
  const image = emptyImage(IMAGE_SIZE);
  runCommand('mkntfs', '-q', '-F', '-f', image);
  const options = ['windows_names', ...(ignoreCase ? ['ignore_case'] : [])];
  return mounted((target) => runCommand('lowntfs-3g', '-o', options.join(','), image, target));
}

function emptyImage(size: number): string {
  const image = join(memoryFolder({ size: String(size * 2) }), 'disk.img');
  writeFileSync(image, '');
  truncateSync(image, size);
  return image;
}

function loopDevice(image: string): string {
  const device = runCommand('losetup', '-f', '--show', image).trim();
  onTestFinished(() => void succeeds('losetup', '-d', device));
  return device;
}

function mounted(mount: (target: string) => void): string {
  const target = join(mkdtempSync(join(scratchFolder(), 'mount-')), 'here');
  mkdirSync(target);
  mount(target);
  // Lazily: whatever a failed test has left open in it must not keep it.
  onTestFinished(() => void runCommand('umount', '-l', target));
  return target;
}
