import { closeSync, openSync } from 'node:fs';
import { fromFdPromise } from 'yauzl';

/** A member of a ZIP as yauzl gives it: content, and when it was changed. */
export interface ZipContent {
  readonly content: Buffer;
  readonly mtime: Date;
  readonly isLink: boolean;
}

const LINK = 0o120000;
const KIND = 0o170000;

/** All members of a ZIP by their names, in its order. */
export async function zipContents(path: string): Promise<Map<string, ZipContent>> {
  const members = new Map<string, ZipContent>();
  const fd = openSync(path, 'r');
  try {
    const zip = await fromFdPromise(fd, { lazyEntries: true, autoClose: false });
    for await (const entry of zip.eachEntry()) {
      const parts: Buffer[] = [];
      if (!entry.fileName.endsWith('/')) {
        for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
      }
      const isLink = ((entry.externalFileAttributes >>> 16) & KIND) === LINK;
      members.set(entry.fileName, { content: Buffer.concat(parts), mtime: entry.getLastModDate(), isLink });
    }
  } finally {
    closeSync(fd);
  }
  return members;
}
