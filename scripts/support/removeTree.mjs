import { chmod, lstat, readdir, rmdir, unlink } from 'node:fs/promises';
import { sep } from 'node:path';

/**
 * Removes a file or folder with all that is in it, also names that are not UTF-8, which `fs.rm` cannot address. What is
 * not there counts as removed.
 *
 * @param {string | Buffer} path
 */
export async function removeTree(path) {
  try {
    const stats = await lstat(path);
    if (!stats.isDirectory()) return await unlink(path);
    await chmod(path, 0o700);
    const parent = Buffer.concat([Buffer.from(path), Buffer.from(sep)]);
    for (const name of await readdir(path, { encoding: 'buffer' })) await removeTree(Buffer.concat([parent, name]));
    await rmdir(path);
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    // Somebody who is ending was quicker, or made one more file.
    if (code === 'ENOTEMPTY') return removeTree(path);
    if (code !== 'ENOENT') throw error;
  }
}
