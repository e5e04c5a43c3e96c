import type { BigIntStats } from 'node:fs';
import type { FileKind, FileStat } from './fileSystem';

const BLOCK = 512;
const BILLION = 1_000_000_000n;

/** The engine's view of what Node's `lstat` and `fstat` return. */
export function statOf(stats: BigIntStats): FileStat {
  return {
    kind: kindOf(stats),
    dev: stats.dev,
    ino: stats.ino,
    size: Number(stats.size),
    mode: Number(stats.mode) & 0o7777,
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    links: Number(stats.nlink),
    allocated: Number(stats.blocks) * BLOCK,
    atimeNs: stats.atimeNs,
    mtimeNs: stats.mtimeNs,
    ctimeNs: stats.ctimeNs,
    // Node says 0 where the system has no such time.
    birthNs: stats.birthtimeNs > 0n ? stats.birthtimeNs : undefined,
  };
}

/**
 * A time for Node's `utimes`, in seconds. As text, because a negative number is silently replaced by "now"; Node keeps
 * it as a double, so up to 0.25 µs are lost.
 */
export function secondsText(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const absolute = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  return `${sign}${absolute / BILLION}.${String(absolute % BILLION).padStart(9, '0')}`;
}

function kindOf(stats: BigIntStats): FileKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isFIFO()) return 'fifo';
  if (stats.isSocket()) return 'socket';
  return stats.isBlockDevice() ? 'blockDevice' : 'characterDevice';
}
