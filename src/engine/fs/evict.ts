import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import type { OpenFile } from './fileSystem';
import { fs } from './nodeFs';

/** Node has no posix_fadvise(2); GNU dd has. By absolute path: nothing that a workspace could put in its place is run. */
const DD = ['/usr/bin/dd', '/bin/dd'].find((path) => process.platform === 'linux' && fs.existsSync(path));

/**
 * Asks the system to drop a file's pages from memory (GNU coreutils manual, "dd invocation": `iflag=nocache count=0`).
 * The file is handed over as an open descriptor, so no name can be redirected. Whether it was followed shows only in
 * what the storage then delivers.
 *
 * @returns False where GNU dd is missing or refuses.
 */
export function evict({ fd }: OpenFile): boolean {
  if (DD === undefined) return false;
  const options: SpawnSyncOptions = { stdio: [fd, 'ignore', 'ignore'], env: {} };
  const { status } = spawnSync(DD, ['iflag=nocache', 'count=0', 'status=none'], options);
  return status === 0;
}
