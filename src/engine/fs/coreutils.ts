import { type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { OpenFile } from './fileSystem';
import { fs } from './nodeFs';

// Two system calls that Node does not have; GNU coreutils have them. Programs are started by their absolute path, so that
// nothing a workspace could put in their place is run, and get the file as an open descriptor, so that no name can be
// redirected.
const DD = programOf('dd');
const SYNC = programOf('sync');

/** Of GNU sync: the file system of the file that is its descriptor 3. */
const FLUSH = ['-f', '/proc/self/fd/3'];

/**
 * Asks the system to drop a file's pages from memory: posix_fadvise(2), by GNU dd (GNU coreutils manual, "dd invocation":
 * `iflag=nocache count=0`). Whether it was followed shows only in what the storage then delivers.
 *
 * @returns False where GNU dd is missing or refuses.
 */
export function evict({ fd }: OpenFile): boolean {
  if (DD === undefined) return false;
  const options: SpawnSyncOptions = { stdio: [fd, 'ignore', 'ignore'], env: {} };
  const { status } = spawnSync(DD, ['iflag=nocache', 'count=0', 'status=none'], options);
  return status === 0;
}

/**
 * Lets the file system that a file lies on write out all that it holds in memory, in an order that suits it: syncfs(2), by
 * GNU sync (`--file-system`). Proves nothing: what came of each file says its own fsync, which has little left to do then.
 * Where GNU sync is missing nothing happens.
 */
export function flushAround({ fd }: OpenFile): void {
  if (SYNC === undefined) return;
  const options: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'ignore', fd], env: {} };
  spawnSync(SYNC, FLUSH, options);
}

/** As {@link flushAround}, but does not wait: fulfilled when the program has ended, whatever came of it. */
export async function flushMeanwhile({ fd }: OpenFile): Promise<void> {
  if (SYNC === undefined) return;
  try {
    await once(spawn(SYNC, FLUSH, { stdio: ['ignore', 'ignore', 'ignore', fd], env: {} }), 'exit');
  } catch {
    // It could not be started: each file's own fsync takes longer then.
  }
}

function programOf(name: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  return [`/usr/bin/${name}`, `/bin/${name}`].find((path) => fs.existsSync(path));
}
