import { createCipheriv } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Load } from '../model.mts';

export const MIB = 1024 * 1024;
const BLOCK = 4 * MIB;

/** A file to make; `sparse` ones are a hole from start to end. */
export interface FileSpec {
  readonly path: string;
  readonly size: number;
  readonly sparse?: boolean;
}

/** Makes files whose content no file system can compress, the same in each run, and says how much it is. */
export function makeFiles(folder: string, files: Iterable<FileSpec>): Load {
  const random = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
  const zeros = Buffer.alloc(BLOCK);
  const load = { files: 0, bytes: 0 };
  const folders = new Set<string>();
  for (const { path, size, sparse = false } of files) {
    const parent = join(folder, path, '..');
    if (!folders.has(parent)) mkdirSync(parent, { recursive: true });
    folders.add(parent);
    const file = openSync(join(folder, path), 'wx');
    if (sparse) ftruncateSync(file, size);
    for (let rest = sparse ? 0 : size; rest > 0; rest -= BLOCK) {
      writeSync(file, random.update(zeros.subarray(0, Math.min(rest, BLOCK))));
    }
    closeSync(file);
    load.files++;
    load.bytes += size;
  }
  return load;
}

/** Files of one size, named by number. */
export function* equalFiles(count: number, size: number, prefix = ''): Generator<FileSpec> {
  for (let index = 0; index < count; index++) yield { path: `${prefix}file-${index}.bin`, size };
}

const FILES_PER_FOLDER = 500;
const SIZES_AROUND_10_KIB = [512, 2048, 4096, 8192, 12_288, 16_384, 34_816];

/** Small files of several sizes, 11 KiB on average, in folders of 500. */
export function* smallFiles(count: number, sizes: readonly number[] = SIZES_AROUND_10_KIB): Generator<FileSpec> {
  for (let index = 0; index < count; index++) {
    const folder = Math.floor(index / FILES_PER_FOLDER);
    yield { path: `folder-${folder}/file-${index}.bin`, size: sizes[index % sizes.length] ?? 0 };
  }
}

/** What a seized folder looks like: many documents, some pictures, a few videos. */
export function* mixedFiles(scale: number): Generator<FileSpec> {
  yield* smallFiles(Math.ceil(2000 * scale));
  yield* equalFiles(Math.ceil(100 * scale), 3 * MIB, 'pictures/');
  yield* equalFiles(Math.ceil(16 * scale), 24 * MIB, 'clips/');
  yield* equalFiles(2, Math.ceil(200 * scale) * MIB, 'videos/');
}
