import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type PathText, toBytes } from '../engine/model/pathText';
import { parseJobFile, type RefusedJobFile, type SoundJobFile } from './jobFile';
import { fileFault } from './jobFileFault';
import { JOB_FILE_BYTES } from './jobFileText';

/** Reads the job file at an absolute path. Never more of it than a job file may have, and never a device or a pipe. */
export async function readJobFile(path: PathText): Promise<SoundJobFile | RefusedJobFile> {
  let file: FileHandle;
  try {
    // A pipe that nobody writes to is not waited for.
    file = await open(toBytes(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return unreadable(error);
  }
  try {
    if (!(await file.stat()).isFile()) return { faults: [fileFault('is no file; expected a job file')] };
    return parseJobFile(await firstBytes(file, JOB_FILE_BYTES + 1), dirname(path));
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
function unreadable(error: unknown): RefusedJobFile {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
  const reason = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${String(error.code)})`;
  return { faults: [fileFault(`${reason}; check the path`)] };
}
