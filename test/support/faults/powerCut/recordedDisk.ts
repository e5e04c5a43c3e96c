import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../commands';
import { faultFs } from '../faultfs/client';
import { type Recorded, readRecording } from '../faultfs/recording';
import { type DiskFormat, formatImage, memoryFolder, withMountedImage } from '../mounts';
import { MiB } from '../samples';
import { type CrashState, crashStates, type DiskWrite } from './crashStates';

const IMAGE = 'disk.img';
/** No smaller disk is taken by mkfs. */
const SIZES: Readonly<Record<DiskFormat, number>> = { ext4: 64 * MiB, xfs: 320 * MiB, btrfs: 128 * MiB };

/** Something that is done with a disk, while it is written down what reaches it. */
export type Work = (folder: string, mark: (number: number) => Promise<void>) => Promise<void>;

/** A disk of which it is known what reached it, so that it can be had as it would be after a power cut. */
export class RecordedDisk {
  private constructor(
    /** The image before the work began. */
    private readonly base: string,
    private readonly recorded: readonly Recorded[],
    private readonly scratch: string,
  ) {}

  /**
   * Makes a disk and records what `work` does to it, up to its unmounting. The recording begins with mark 0, when what
   * `prepare` did is durable.
   */
  static async recordWhile(
    format: DiskFormat,
    work: Work,
    prepare: (folder: string) => void | Promise<void> = () => {},
  ): Promise<RecordedDisk> {
    const size = SIZES[format];
    const scratch = memoryFolder({ size: '2g' });
    const [recording, base] = [join(scratch, 'recording'), join(scratch, 'base.img')];
    const disk = await faultFs({ size: String(2 * size), recording });
    formatImage(join(disk.backing, IMAGE), size, format);
    runCommand('cp', '--sparse=always', join(disk.backing, IMAGE), base);
    const target = join(scratch, 'recorded');
    mkdirSync(target);
    await withMountedImage(join(disk.folder, IMAGE), target, async () => {
      await prepare(target);
      runCommand('sync', '-f', target);
      await disk.mark(0);
      await work(target, (number) => disk.mark(number));
    });
    const all = readRecording(recording);
    const begun = all.findIndex(({ kind }) => kind === 'mark');
    apply(base, writesIn(all.slice(0, begun)));
    return new RecordedDisk(base, all.slice(begun), scratch);
  }

  /** Writes that reached the disk, and how often it was told to make them durable. */
  get counts(): { writes: number; flushes: number } {
    const writes = writesIn(this.recorded).length;
    return { writes, flushes: this.recorded.filter(({ kind }) => kind === 'flush').length };
  }

  /** What may be left of the work after a power cut; see {@link crashStates}. */
  states(count: number, seed: number, fromMark?: number): Iterable<CrashState> {
    return crashStates(this.recorded, count, seed, fromMark);
  }

  /** Lends the disk as it comes back after a power cut. */
  async withState<Result>({ writes }: CrashState, use: (folder: string) => Promise<Result>): Promise<Result> {
    const [image, target] = [join(this.scratch, 'crashed.img'), join(this.scratch, 'crashed')];
    mkdirSync(target, { recursive: true });
    runCommand('cp', '--sparse=always', this.base, image);
    apply(image, writes);
    return withMountedImage(image, target, () => use(target));
  }
}

function writesIn(recorded: readonly Recorded[]): DiskWrite[] {
  return recorded.flatMap((each) => (each.kind === 'write' ? [each] : []));
}

function apply(image: string, writes: readonly DiskWrite[]): void {
  const file = openSync(image, 'r+');
  try {
    for (const { offset, bytes } of writes) {
      for (let done = 0; done < bytes.length; )
        done += writeSync(file, bytes, done, bytes.length - done, offset + done);
    }
  } finally {
    closeSync(file);
  }
}
