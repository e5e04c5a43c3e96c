import { chmod, readdir, rmdir, unlink } from 'node:fs/promises';
import { codeOf } from '../../engine/model/failure/thrown';
import { type PathText, toBytes } from '../../engine/model/text/pathText';

/**
 * Removes a folder of copies that was made for a trial, with all that is in it; there may be none. Names may be any bytes,
 * and copied folders may have modes that keep their own maker out, so these are opened up first. Links are not followed.
 * Rejects with the error of the file system.
 */
export async function removeCopies(folder: PathText): Promise<void> {
  try {
    await remove(toBytes(folder));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** One after another: the asynchronous calls of a whole process share four threads, and this takes one of them. */
async function remove(folder: Buffer): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const path = Buffer.concat([folder, Buffer.from('/'), entry.name]);
    if (entry.isDirectory()) await remove(path);
    else await unlink(path);
  }
  await rmdir(folder);
}
