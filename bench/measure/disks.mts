import { mkdirSync, readFileSync } from 'node:fs';
import { Problem } from '../../scripts/support/problem.mjs';
import { removeTree } from '../../scripts/support/removeTree.mjs';
import { runCommand } from '../../scripts/support/runCommand.mjs';
import type { DiskKind } from '../options.mts';
import { LEAST_SIZE, MountFolder } from './mounts.mts';

/** Where a suite works. All folders are empty at first. */
export interface Disk {
  readonly kind: DiskKind;
  /** For people: what kind of disk this is. */
  readonly title: string;
  /** For sources. On the steady disk it is in memory, so that only writing meets a disk. */
  readonly sources: string;
  /** For copies. */
  readonly copies: string;
  /** For lists, accounts and output of programs. */
  readonly scratch: string;
  /** Makes a folder on a further disk of the same kind, for sources that are to come from a disk. */
  furtherDisk(): Promise<string>;
}

const TITLES = {
  steady: 'steady disk: ext4 on a loop device, its image in memory; sources in memory',
  real: 'disk of this machine; sources on the same disk',
} as const;

/**
 * Lends a disk with room for copies of `bytes`, and takes it away afterwards with all that is on it, also when this
 * process is ended by a signal. The steady disk is mounted: for that this process must be root, in a mount namespace
 * of its own.
 *
 * @param folder Where on the machine's own disk.
 */
export async function withDisk<Result>(
  kind: DiskKind,
  { bytes, folder }: { bytes: number; folder: string },
  use: (disk: Disk) => Promise<Result>,
): Promise<Result> {
  if (kind === 'steady') checkMemory(bytes);
  const mounts = new MountFolder(folder);
  try {
    return await use(kind === 'steady' ? await steadyDisk(mounts, bytes) : realDisk(mounts));
  } finally {
    await mounts.remove();
  }
}

async function steadyDisk(mounts: MountFolder, bytes: number): Promise<Disk> {
  return {
    kind: 'steady',
    title: TITLES.steady,
    sources: await mounts.inMemory('sources', bytes),
    copies: await mounts.onLoopDevice('copies', bytes),
    scratch: await mounts.inMemory('scratch', bytes),
    furtherDisk: () => mounts.onLoopDevice('further', bytes),
  };
}

function realDisk(mounts: MountFolder): Disk {
  return {
    kind: 'real',
    title: TITLES.real,
    sources: mounts.plain('sources'),
    copies: mounts.plain('copies'),
    scratch: mounts.plain('scratch'),
    furtherDisk: async () => mounts.plain('further'),
  };
}

/** A machine that runs out of memory measures that. */
function checkMemory(bytes: number): void {
  const available = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1024;
  // Source, image, and the page cache of the copy.
  const needed = 3.5 * bytes + 4 * LEAST_SIZE;
  if (available >= needed) return;
  const [gibNeeded, gibAvailable] = [needed, available].map((value) => (value / 2 ** 30).toFixed(1));
  throw new Problem(`The steady disk needs ${gibNeeded} GiB of memory for this suite; ${gibAvailable} GiB are free.`);
}

/** Removes the copies of the run before, and makes that durable, so that the next run does not pay for it. */
export async function emptied(folder: string): Promise<string> {
  await removeTree(folder);
  mkdirSync(folder);
  await runCommand('sync', ['-f', folder]);
  return folder;
}
