import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../scripts/support/problem.mjs';
import { removeTree } from '../../scripts/support/removeTree.mjs';
import { runCommand } from '../../scripts/support/runCommand.mjs';
import type { DiskKind } from '../options.mts';

/** Where a suite works. */
export interface Disk {
  readonly kind: DiskKind;
  /** For people: what kind of disk this is. */
  readonly title: string;
  /** An empty folder for sources. On the steady disk it is in memory, so that only writing meets a disk. */
  readonly sources: string;
  /** An empty folder for copies. */
  readonly copies: string;
  /** In memory where there is memory: lists, accounts and output of programs. */
  readonly scratch: string;
  /** A folder of its own on a further disk of the same kind, for sources that are to come from a disk. */
  readonly furtherDisk: () => Promise<string>;
}

const TITLES = {
  steady: 'steady disk: ext4 on a loop device, its image in memory; sources in memory',
  real: 'disk of this machine; sources on the same disk',
} as const;

/** Beside the data: records, journal, inodes, and what ext4 keeps for itself. */
const OVERHEAD = 1.25;
const LEAST_IMAGE = 256 * 1024 * 1024;
const SMALL_FILES_INODES = '4096';

/**
 * Lends a disk with room for copies of `bytes`, and takes it away afterwards with all that is on it.
 * The steady disk is mounted: for that this process must be root, in a mount namespace of its own.
 */
export async function withDisk<Result>(
  kind: DiskKind,
  { bytes, folder }: { bytes: number; folder: string },
  use: (disk: Disk) => Promise<Result>,
): Promise<Result> {
  const root = mkdtempSync(join(folder, 'evidence-copy-bench-'));
  const mounts: string[] = [];
  const within = (name: string) => {
    const path = join(root, name);
    mkdirSync(path);
    return path;
  };
  const inMemory = async (name: string, size: number) => {
    const path = within(name);
    await runCommand('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${Math.ceil(size)},nr_inodes=0`,
      'evidence-copy-bench',
      path,
    ]);
    mounts.push(path);
    return path;
  };
  const steady = async (name: string) => {
    const size = Math.ceil(LEAST_IMAGE + bytes * OVERHEAD);
    const image = join(await inMemory(`${name}-image`, size + LEAST_IMAGE), 'disk.img');
    const path = within(name);
    await mountNewImage(image, size, path);
    mounts.push(path);
    const data = join(path, 'data');
    mkdirSync(data);
    return data;
  };
  try {
    if (kind === 'steady') checkMemory(bytes);
    const isSteady = kind === 'steady';
    return await use({
      kind,
      title: TITLES[kind],
      sources: isSteady ? await inMemory('sources', LEAST_IMAGE + bytes * OVERHEAD) : within('sources'),
      copies: isSteady ? await steady('copies') : within('copies'),
      scratch: isSteady ? await inMemory('scratch', LEAST_IMAGE) : within('scratch'),
      furtherDisk: () => (isSteady ? steady('further') : Promise.resolve(within('further'))),
    });
  } finally {
    for (const mount of mounts.toReversed()) await runCommand('umount', [mount]);
    await removeTree(root);
  }
}

/** All of the image is allocated before anything is measured: the first write into it would pay for that. */
async function mountNewImage(image: string, size: number, target: string): Promise<void> {
  await runCommand('fallocate', ['-l', String(size), image]);
  const lazy = 'nodiscard,lazy_itable_init=0,lazy_journal_init=0';
  await runCommand('mkfs.ext4', ['-q', '-F', '-m', '0', '-i', SMALL_FILES_INODES, '-E', lazy, image]);
  await runCommand('mount', ['-o', 'loop', image, target]);
}

/** A machine that runs out of memory measures that. */
function checkMemory(bytes: number): void {
  const available = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1024;
  // Source, image, and the page cache of the copy.
  const needed = 3.5 * bytes + 4 * LEAST_IMAGE;
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
