import { join } from 'node:path';
import { removeTree } from '../../scripts/support/removeTree.mjs';
import { OURS } from '../contestants.mts';
import { equalFiles, type FileSpec, MIB, makeFiles, smallFiles } from '../measure/trees.mts';
import type { ScalingLine, ScalingPoint } from '../model.mts';
import { compareCopies } from './compareCopies.mts';
import type { Suite, SuiteContext } from './suite.mts';

const CONTESTANTS = [OURS.stream, OURS.device];
const NOTES = ['Linear time is a straight line here (both axes are logarithmic), flat memory a level one.'];

const SIZES_MIB = [1, 16, 64, 256, 1024, 2048];
const SPARSE_SIZES_MIB = [1024, 4096, 20_480];
const COUNTS = [1000, 10_000, 50_000, 200_000];

/** Time and memory against the size of one file. */
export const FILE_SIZE: Suite = {
  name: 'fileSize',
  title: 'One file, larger and larger',
  notes: [...NOTES, 'The sparse files are one hole each: read and hashed, hardly written.'],
  bytes: (scale) => Math.max(...SIZES_MIB) * MIB * scale,
  async run(context) {
    const sizes = (all: readonly number[]) => all.map((size) => Math.ceil(size * context.scale) * MIB);
    const full = await linesOf(context, sizes(SIZES_MIB), (size) => equalFiles(1, size));
    const holes = await linesOf(context, sizes(SPARSE_SIZES_MIB), (size) => [{ path: 'hole.bin', size, sparse: true }]);
    const sparse = holes.map((line) => ({ ...line, title: `${line.title}, sparse file` }));
    return { kind: 'scaling', unit: 'bytes', lines: [...full, ...sparse] };
  },
};

/** Time and memory against the number of files. */
export const FILE_COUNT: Suite = {
  name: 'fileCount',
  title: 'Files of 1 KiB, more and more',
  notes: NOTES,
  bytes: (scale) => Math.max(...COUNTS) * scale * 8 * 1024,
  async run(context) {
    const counts = COUNTS.map((count) => Math.ceil(count * context.scale));
    const lines = await linesOf(context, counts, (count) => smallFiles(count, [1024]));
    return { kind: 'scaling', unit: 'files', lines };
  },
};

async function linesOf(
  { disk, runs }: SuiteContext,
  amounts: readonly number[],
  files: (amount: number) => Iterable<FileSpec>,
): Promise<ScalingLine[]> {
  const points = new Map<string, ScalingPoint[]>(CONTESTANTS.map(({ title }) => [title, []]));
  for (const amount of amounts) {
    const source = join(disk.sources, 'payload');
    makeFiles(source, files(amount));
    const { copies: destination, scratch } = disk;
    const common = { contestants: CONTESTANTS, syscalls: false, runs };
    for (const { title, samples } of await compareCopies({ ...common, source, destination, scratch })) {
      points.get(title)?.push({ amount, samples });
    }
    await removeTree(source);
  }
  return [...points].map(([title, all]) => ({ title, points: all }));
}
