import type { OpenFile } from './fileSystem';
import { SystemError } from './systemError';
import { isZeroPage, PAGE } from './zeroPages';

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
 * Writes the start of a page-aligned buffer past the page cache. The last page is filled up with zeros, so the caller sets
 * the size of the file at the end. The buffer has room for whole pages.
 */
export function writeDirectly(file: OpenFile, buffer: Uint8Array, length: number, position: number): void {
  const whole = Math.ceil(length / PAGE) * PAGE;
  buffer.fill(0, length, whole);
  let stuck = false;
  for (let done = 0; done < whole; ) {
    const count = writeSome(file, buffer, done, whole - done, position + done);
    // A short count may end within a page, which is written anew then; its error shows the next time.
    const pages = count - (count % PAGE);
    if (pages === 0 && stuck)
      throw new SystemError('EIO', 'write', file.path, 'no whole page was written (EIO, write)', position + done);
    stuck = pages === 0;
    done += pages;
  }
}

/**
 * Writes only the pages that hold anything but zeros, so that holes stay holes. The caller sets the size of the file at
 * the end, because a hole at its end leaves it too short.
 */
export function writeSparsely(file: OpenFile, buffer: Uint8Array, length: number, position: number): void {
  for (let start = 0; start < length; ) {
    if (isZeroPage(buffer, start, length)) {
      start += PAGE;
      continue;
    }
    let end = start + PAGE;
    while (end < length && !isZeroPage(buffer, end, length)) end += PAGE;
    const stop = Math.min(end, length);
    writeFully(file, buffer, start, stop - start, position + start);
    start = end;
  }
}
