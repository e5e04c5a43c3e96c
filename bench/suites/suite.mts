import type { Disk } from '../measure/disks.mts';
import type { Findings } from '../model.mts';

/** What a suite is given. */
export interface SuiteContext {
  readonly disk: Disk;
  readonly runs: number;
  /** 1, or less for a quick look. */
  readonly scale: number;
}

/** One thing that is measured, on one disk at a time. */
export interface Suite {
  readonly name: string;
  readonly title: string;
  /** What one must know to read the figures. */
  readonly notes: readonly string[];
  /** The most bytes that its copies have at one time. */
  bytes(scale: number): number;
  run(context: SuiteContext): Promise<Findings>;
}
