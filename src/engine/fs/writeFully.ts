import type { OpenFile } from './fileSystem';
import { SystemError } from './systemError';

const PAGE = 4096;
const ZEROS = Buffer.alloc(PAGE);

/** Writes all of the given bytes, however many calls it takes. A short count is followed up until it shows its error. */
export function writeFully(file: OpenFile, buffer: Uint8Array, offset: number, length: number, position: number): void {
  let done = 0;
  while (done < length) {
    done += writeSome(file, buffer, offset + done, length - done, position + done);
  }
}

/** One call, at least one byte. What it throws says where. */
function writeSome(file: OpenFile, buffer: Uint8Array, offset: number, length: number, position: number): number {
  let written = 0;
  try {
    written = file.write(buffer, offset, length, position);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new SystemError(error.code, error.syscall, error.path, error.message, position);
  }
  if (written > 0) return written;
  throw new SystemError('EIO', 'write', file.path, 'nothing was written (EIO, write)', position);
}

/**
 * Writes only the pages that hold anything but zeros, so that holes stay holes. The caller sets the size of the file at
 * the end, because a hole at its end leaves it too short.
 */
export function writeSparsely(file: OpenFile, buffer: Uint8Array, length: number, position: number): void {
  for (let start = 0; start < length; ) {
    if (isZero(buffer, start, length)) {
      start += PAGE;
      continue;
    }
    let end = start + PAGE;
    while (end < length && !isZero(buffer, end, length)) end += PAGE;
    const stop = Math.min(end, length);
    writeFully(file, buffer, start, stop - start, position + start);
    start = end;
  }
}

function isZero(buffer: Uint8Array, start: number, length: number): boolean {
  const page = Math.min(PAGE, length - start);
  return ZEROS.compare(buffer, start, start + page, 0, page) === 0;
}
