import { join } from 'node:path';
import { CONTESTANTS } from '../contestants.mts';
import { equalFiles, type FileSpec, MIB, makeFiles, mixedFiles, smallFiles } from '../measure/trees.mts';
import { compareCopies } from './compareCopies.mts';
import type { Suite } from './suite.mts';

/** More files than this, and what starts a program for each is left out. */
const FEW_FILES = 100;

/** A whole copy is too slow to be traced call by call. */
const MOST_TRACED_FILES = 10_000;

const NOTES = [
  'Every way starts with nothing at the destination and ends with the data on stable storage (fsync, or sync -f of the file system).',
  'Time is measured from outside, start of the programs included. Our own copies write journal, records and manifests as well.',
  'The source is in memory or in the page cache: what differs is what a way does with it.',
];

function comparison(
  name: string,
  title: string,
  bytes: (scale: number) => number,
  files: (scale: number) => Iterable<FileSpec>,
): Suite {
  return {
    name,
    title,
    notes: NOTES,
    bytes,
    async run({ disk, runs, scale }) {
      const source = join(disk.sources, 'payload');
      const load = makeFiles(source, files(scale));
      const contestants = CONTESTANTS.filter(({ isForFewFiles }) => !isForFewFiles || load.files <= FEW_FILES);
      const { copies: destination, scratch } = disk;
      const syscalls = load.files <= MOST_TRACED_FILES;
      const rows = await compareCopies({ contestants, source, destination, scratch, runs, syscalls });
      return { kind: 'comparison', load, rows };
    },
  };
}

/** The same tree copied in every way. */
export const COMPARISONS: readonly Suite[] = [
  comparison(
    'large',
    'Four files of 256 MiB',
    (scale) => 1024 * MIB * scale,
    (scale) => equalFiles(4, 256 * MIB * scale),
  ),
  comparison(
    'single',
    'One file of 1 GiB',
    (scale) => 1024 * MIB * scale,
    (scale) => equalFiles(1, 1024 * MIB * scale),
  ),
  comparison(
    'medium',
    '64 files of 16 MiB',
    (scale) => 1024 * MIB * scale,
    (scale) => equalFiles(64, 16 * MIB * scale),
  ),
  comparison('mixed', 'Documents, pictures and videos, 1.1 GiB', (scale) => 1200 * MIB * scale + 100 * MIB, mixedFiles),
  comparison(
    'small',
    '10 000 small files',
    (scale) => 200 * MIB * scale,
    (scale) => smallFiles(10_000 * scale),
  ),
  comparison(
    'many',
    '100 000 small files',
    (scale) => 2000 * MIB * scale,
    (scale) => smallFiles(100_000 * scale),
  ),
];
