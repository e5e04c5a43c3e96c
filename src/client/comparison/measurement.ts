import { cpus, platform, release, totalmem } from 'node:os';
import type { JobRequest } from '../../engine/model/job/job';
import type { Comparison } from './compareMethods';

/** The machine a comparison was made on. */
export interface Machine {
  /** As the system names it, and how many of its cores there are. */
  readonly processor: string;
  readonly cores: number;
  readonly system: string;
  /** In bytes. */
  readonly memory: number;
}

/** A comparison, with what has to be known about where and how it was made. */
export interface Measurement {
  readonly comparison: Comparison;
  readonly request: JobRequest;
  readonly measuredAt: Date;
  readonly machine: Machine;
  /** Something else was copied at the same time. */
  readonly wasDisturbed: boolean;
}

/** The machine this process runs on. */
export function thisMachine(): Machine {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    system: `${platform()} ${release()}`,
    memory: totalmem(),
  };
}
