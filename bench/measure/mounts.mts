import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeTree } from '../../scripts/support/removeTree.mjs';
import { runCommand } from '../../scripts/support/runCommand.mjs';

/** Beside the data: records, journal, inodes, and what ext4 keeps for itself. */
const OVERHEAD = 1.25;
/** What every file system here has at least, in bytes. */
export const LEAST_SIZE = 256 * 1024 * 1024;

/** Enough inodes for nothing but small files. */
const BYTES_PER_INODE = '4096';

/** A temporary folder, and the file systems that are mounted in it. Mounting takes root. */
export class MountFolder {
  readonly #root: string;
  readonly #mounts: string[] = [];

  /** @param parent Where the folder is made. */
  constructor(parent: string) {
    this.#root = mkdtempSync(join(parent, 'evidence-copy-bench-'));
    process.once('exit', this.#removeNow);
  }

  /** An empty folder. */
  plain(name: string): string {
    const path = join(this.#root, name);
    mkdirSync(path);
    return path;
  }

  /** An empty folder in memory, with room for `bytes` of data. */
  async inMemory(name: string, bytes: number): Promise<string> {
    const path = this.plain(name);
    const options = `size=${withOverhead(bytes)},nr_inodes=0`;
    await runCommand('mount', ['-t', 'tmpfs', '-o', options, 'evidence-copy-bench', path]);
    this.#mounts.push(path);
    return path;
  }

  /** An empty folder on ext4 with room for `bytes` of data, on a loop device whose image lies in memory. */
  async onLoopDevice(name: string, bytes: number): Promise<string> {
    const size = withOverhead(bytes);
    const image = join(await this.inMemory(`${name}-image`, size), 'disk.img');
    // All of the image is allocated now: the first write into it would pay for that.
    await runCommand('fallocate', ['-l', String(size), image]);
    const atOnce = 'nodiscard,lazy_itable_init=0,lazy_journal_init=0';
    await runCommand('mkfs.ext4', ['-q', '-F', '-m', '0', '-i', BYTES_PER_INODE, '-E', atOnce, image]);
    const path = this.plain(name);
    await runCommand('mount', ['-o', 'loop', image, path]);
    this.#mounts.push(path);
    // Beside lost+found.
    return this.plain(join(name, 'data'));
  }

  /** Unmounts all, and removes the folder. */
  async remove(): Promise<void> {
    for (const path of this.#mounts.toReversed()) await runCommand('umount', [path]);
    await removeTree(this.#root);
    process.off('exit', this.#removeNow);
  }

  /** At the exit of this process nothing can be waited for. */
  readonly #removeNow = () => {
    for (const path of this.#mounts.toReversed()) spawnSync('umount', ['-l', path]);
    rmSync(this.#root, { recursive: true, force: true });
  };
}

function withOverhead(bytes: number): number {
  return Math.ceil(LEAST_SIZE + bytes * OVERHEAD);
}
