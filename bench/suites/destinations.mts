import { join } from 'node:path';
import { type Contestant, OURS } from '../contestants.mts';
import { emptied } from '../measure/disks.mts';
import { equalFiles, MIB, makeFiles } from '../measure/trees.mts';
import { compareCopies } from './compareCopies.mts';
import type { Suite } from './suite.mts';

/** What a second destination costs: one job for both of them, beside a job for one, and beside two jobs. */
export const DESTINATIONS: Suite = {
  name: 'destinations',
  title: 'Four files of 256 MiB to two disks',
  notes: [
    'The second disk is of the same kind as the first one. With two destinations the source is read and hashed once; each copy is read back and hashed by itself, so that two copies make three passes with a digest.',
  ],
  bytes: (scale) => 1024 * MIB * scale,
  async run({ disk, runs, scale }) {
    const second = join(await disk.furtherDisk(), 'copies');
    const source = join(disk.sources, 'payload');
    const load = makeFiles(source, equalFiles(4, 256 * MIB * scale));
    const { copies: destination, scratch } = disk;
    const ways = [OURS.stream, OURS.device];
    const contestants = [...ways, ...ways.map((way) => toBoth(way, second)), oneAfterAnother(OURS.device, second)];
    const prepare = async () => {
      await emptied(second);
    };
    const rows = await compareCopies({ contestants, source, destination, scratch, runs, syscalls: false, prepare });
    return { kind: 'comparison', load, rows };
  },
};

function toBoth(way: Contestant, second: string): Contestant {
  return {
    ...way,
    id: `${way.id}ToBoth`,
    title: `${way.title}, two --to`,
    steps: (job) => way.steps(job).map((step) => ({ ...step, args: [...step.args, '--to', second] })),
  };
}

function oneAfterAnother(way: Contestant, second: string): Contestant {
  return {
    ...way,
    id: `${way.id}OneAfterAnother`,
    title: `${way.title}, once for each disk`,
    steps: (job) => [...way.steps(job), ...way.steps({ ...job, destination: second })],
  };
}
