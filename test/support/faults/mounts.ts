import { mkdirSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { scratchFolder } from '../scratch';
import { runCommand, succeeds } from './commands';

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
  const image = join(memoryFolder({ size: String(size * 2) }), 'disk.img');
  writeFileSync(image, '');
  truncateSync(image, size);
  runCommand('mkfs.ext4', '-q', '-F', '-m', '0', image);
  const device = runCommand('losetup', '-f', '--show', image).trim();
  onTestFinished(() => void succeeds('losetup', '-d', device));
  const folder = mounted((target) => runCommand('mount', '-o', 'errors=remount-ro', device, target));
  return { folder, device: device.slice('/dev/'.length) };
}

/** A file system that takes names as Windows does: `A` and `a` are one, and some names it does not take. */
export function windowsFolder(): string {
  const image = join(memoryFolder({ size: '64m' }), 'disk.img');
  writeFileSync(image, '');
  truncateSync(image, 32 * 1024 * 1024);
  runCommand('mkntfs', '-q', '-F', '-f', image);
  return mounted((target) => runCommand('lowntfs-3g', '-o', 'ignore_case,windows_names', image, target));
}

function mounted(mount: (target: string) => void): string {
  const target = join(mkdtempSync(join(scratchFolder(), 'mount-')), 'here');
  mkdirSync(target);
  mount(target);
  // Lazily: whatever a failed test has left open in it must not keep it.
  onTestFinished(() => void runCommand('umount', '-l', target));
  return target;
}
