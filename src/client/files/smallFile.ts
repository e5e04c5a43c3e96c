import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type PathText, toBytes } from '../../engine/model/text/pathText';

/** What a small file holds, or why it cannot be read: a few words that follow its name. */
export type SmallFile = { readonly bytes: Uint8Array } | { readonly unreadable: string };

/**
 * Reads the file at an absolute path. Never a device or a pipe, and never more than one byte beyond `limit`, whatever size
 * it claims to have: who parses it sees that it is too large.
 */
export async function readSmallFile(path: PathText, limit: number): Promise<SmallFile> {
  let file: FileHandle;
  try {
    // A pipe that nobody writes to is not waited for.
    file = await open(toBytes(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return unreadable(error);
  }
  try {
    if (!(await file.stat()).isFile()) return { unreadable: 'is no file; check the path' };
    return { bytes: await firstBytes(file, limit + 1) };
  } catch (error) {
    return unreadable(error);
  } finally {
    await file.close();
  }
}

/** At most `count` bytes from the start of a file, whatever size it claims to have. */
async function firstBytes(file: FileHandle, count: number): Promise<Buffer> {
  const buffer = Buffer.alloc(count);
  let filled = 0;
  while (filled < count) {
    const { bytesRead } = await file.read(buffer, filled, count - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Only errors of system calls; others are thrown on. */
function unreadable(error: unknown): SmallFile {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
  const reason = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${String(error.code)})`;
  return { unreadable: `${reason}; check the path` };
}
