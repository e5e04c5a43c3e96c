import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type DiskFormat, diskOn, memoryFolder } from './mounts';
import { KiB, MiB } from './samples';

/** Size of a disk, in bytes. */
export const DISK = 160 * MiB;
/** What the image of a disk is called. */
export const IMAGE = 'disk.img';

/** A disk in memory: the folder where it is mounted, and the image that holds its bytes. */
export function healthyDisk(format: DiskFormat = 'ext4', options?: string): { folder: string; image: string } {
  const image = join(memoryFolder({ size: String(2 * DISK) }), IMAGE);
  return { folder: diskOn(image, DISK, format, options), image };
}

/** Where a file's content begins in the image that holds its file system. */
export function placeIn(image: string, content: Buffer): number {
  const place = readFileSync(image).indexOf(content.subarray(0, 64 * KiB));
  if (place < 0) throw new Error('the content is not in the image');
  return place;
}

/** Changes one bit of a file past the file system that it holds. */
export function flipBit(file: string, at: number): void {
  const descriptor = openSync(file, 'r+');
  try {
    const byte = Buffer.alloc(1);
    readSync(descriptor, byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ 1;
    writeSync(descriptor, byte, 0, 1, at);
  } finally {
    closeSync(descriptor);
  }
}
