import { globSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../scripts/support/runCommand.mjs';
import { type Contestant, OURS } from '../contestants.mts';
import { type Limits, withLimits } from '../measure/limits.mts';
import { equalFiles, MIB, makeFiles } from '../measure/trees.mts';
import { compareCopies } from './compareCopies.mts';
import type { Suite } from './suite.mts';

const SIZE_MIB = 1024;

/** As if the file did not fit into memory, on a disk like one behind USB 3. */
const limitsFor = (scale: number): Limits => ({
  memoryBytes: Math.max(320, 512 * scale) * MIB,
  readBytesPerSecond: 250 * MIB,
});

const READ: Contestant = {
  id: 'read',
  title: 'dd of=/dev/null',
  verifies: 'no copy: what one read of the source costs',
  programs: ['dd'],
  steps: ({ source, files }) =>
    files.map((file) => ({ command: 'dd', args: [`if=${join(source, file)}`, 'of=/dev/null', 'bs=1M'] })),
};

/** What buffer reuse saves at the same grade when reading the source costs something. */
export const COLD_SOURCE: Suite = {
  name: 'coldSource',
  title: 'One file of 1 GiB that is not in memory',
  notes: [
    'The source is put out of the page cache before each run and lies on a disk of its own.',
    'Where control groups (version 1) allow it, programs have 512 MiB for themselves and their page cache, so that the second read of three passes meets the disk again, as with a file larger than memory; the disk of the source is limited to 250 MiB/s.',
    'With everything in memory the time saved is small, because a read from memory costs little beside hashing and writing.',
  ],
  bytes: (scale) => SIZE_MIB * MIB * scale,
  async run({ disk, runs, scale }) {
    const sourceDisk = await disk.furtherDisk();
    const source = join(sourceDisk, 'payload');
    const load = makeFiles(source, equalFiles(1, SIZE_MIB * MIB * scale));
    await runCommand('sync', ['-f', source]);
    const { copies: destination, scratch } = disk;
    const contestants = [READ, OURS.threePass, OURS.readBack, OURS.stream];
    const prepare = () => evict(source);
    const rows = await withLimits(sourceDisk, limitsFor(scale), () =>
      compareCopies({ contestants, source, destination, scratch, runs, syscalls: false, prepare }),
    );
    return { kind: 'comparison', load, rows };
  },
};

/** Asks the system to forget what it holds of each file; of others nothing is touched. */
async function evict(folder: string): Promise<void> {
  for (const file of globSync('**/*.bin', { cwd: folder })) {
    await runCommand('dd', [`if=${join(folder, file)}`, 'iflag=nocache', 'count=0', 'status=none']);
  }
}
