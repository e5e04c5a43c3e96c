import { createCipheriv, createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const KiB = 1024;
export const MiB = 1024 * KiB;

/** Bytes that look random and are the same for the same seed. */
export function sampleBytes(length: number, seed: number): Buffer {
  const key = createHash('sha256').update(String(seed)).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** Numbers from 0 up to 1 that look random and are the same for the same seed. */
export function sampleNumbers(count: number, seed: number): number[] {
  const bytes = sampleBytes(count * 4, seed);
  return Array.from({ length: count }, (_, index) => bytes.readUInt32LE(index * 4) / 2 ** 32);
}

/** Makes files of the given sizes, by their paths below `folder`, and gives the folder. */
export function makeFiles(folder: string, sizes: Readonly<Record<string, number>>): string {
  for (const [index, [path, size]] of Object.entries(sizes).entries()) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, sampleBytes(size, index + 1));
    utimesSync(file, 1_700_000_000 + index, 1_600_000_000 + index);
  }
  return folder;
}

/** A small tree with one of each: small and large files, an empty one, an empty folder, a link. */
export function makeSmallTree(folder: string): string {
  makeFiles(folder, { 'a.bin': 300 * KiB, 'empty.txt': 0, 'sub/large.bin': 2.5 * MiB, 'sub/z.txt': 17 });
  mkdirSync(join(folder, 'sub', 'nothing'));
  symlinkSync('../a.bin', join(folder, 'sub', 'link'));
  return folder;
}

/**
 * A tree of more items than one group of the ledger holds, so that some count while others are still being copied; with
 * a file that goes through the write lane.
 */
export function makeGroupedTree(folder: string): string {
  const files = Array.from({ length: 20 }, (_, index) => [`d/${index}.bin`, 30 * KiB] as const);
  makeFiles(makeSmallTree(folder), { ...Object.fromEntries(files), 'lane.bin': 9 * MiB });
  for (let index = 0; index < 520; index++) symlinkSync('../a.bin', join(folder, 'sub', `link ${index}`));
  return folder;
}

/** A tree of so many small files that they are copied side by side by file lanes; with one of each besides. */
export function makeTreeOfMany(folder: string): string {
  const files = Array.from({ length: 1100 }, (_, index) => [`many/${index % 20}/${index}.bin`, index * 5] as const);
  return makeFiles(makeSmallTree(folder), Object.fromEntries(files));
}

/** SHA-256 of every file of a tree, by its path from the folder that holds the tree. */
export function digestsIn(tree: string): Map<string, string> {
  const files = [...contentOf(tree)].filter(([, content]) => /^[0-9a-f]{64}$/.test(content));
  return new Map(files.map(([path, digest]) => [`${basename(tree)}${path}`, digest]));
}

/** What a file, folder or link holds, by paths below it: digests of files, targets of links. */
export function contentOf(path: string): Map<string, string> {
  const content = new Map<string, string>();
  const visit = (at: string, name: string) => {
    const stat = lstatSync(at);
    if (stat.isDirectory()) {
      content.set(name, 'folder');
      for (const child of readdirSync(at)) visit(join(at, child), `${name}/${child}`);
    } else if (stat.isSymbolicLink()) content.set(name, `link to ${readlinkSync(at)}`);
    else if (stat.isFile()) content.set(name, digestOf(readFileSync(at)));
    else content.set(name, 'special');
  };
  visit(path, '');
  return content;
}

/** SHA-256, as hexadecimal digits. */
export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
