/** Bytes of a page: holes of a file are whole pages. */
export const PAGE = 4096;

const ZEROS = Buffer.alloc(PAGE);

/** Whether a page holds nothing but zeros, as a hole does. It ends where the content does, at `length`. */
export function isZeroPage(buffer: Uint8Array, start: number, length: number): boolean {
  const page = Math.min(PAGE, length - start);
  return ZEROS.compare(buffer, start, start + page, 0, page) === 0;
}

/** Bytes at the start of a buffer that lie in pages with anything but zeros: no hole can have given them. */
export function bytesInFullPages(buffer: Uint8Array, length: number): number {
  let bytes = 0;
  for (let start = 0; start < length; start += PAGE) {
    if (!isZeroPage(buffer, start, length)) bytes += Math.min(PAGE, length - start);
  }
  return bytes;
}
