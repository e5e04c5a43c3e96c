import { globSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { say } from '../../scripts/support/say.mjs';
import type { Contestant, CopyJob } from '../contestants.mts';
import { emptied } from '../measure/disks.mts';
import { countSyscalls } from '../measure/syscalls.mts';
import { timed } from '../measure/timed.mts';
import type { Measured, Sample } from '../model.mts';
import { orderOfRound } from '../statistics.mts';

/** What is copied, to where, how often. */
export interface Comparison {
  readonly contestants: readonly Contestant[];
  readonly source: string;
  /** Is emptied before each run. */
  readonly destination: string;
  readonly scratch: string;
  readonly runs: number;
  /** Counts system calls too, in a further run of each. */
  readonly syscalls: boolean;
  /** Called before each run, such as to make the source cold. */
  readonly prepare?: () => Promise<void>;
}

/** Runs all contestants in turns, each round in another order. */
export async function compareCopies(comparison: Comparison): Promise<Measured[]> {
  const { contestants, runs, syscalls } = comparison;
  const job = describeJob(comparison);
  const samples = new Map<string, Sample[]>(contestants.map(({ id }) => [id, []]));
  for (let round = 0; round < runs; round++) {
    for (const contestant of orderOfRound(contestants, round)) {
      samples.get(contestant.id)?.push(await runOnce(contestant, job, comparison));
    }
  }
  const rows: Measured[] = [];
  for (const contestant of contestants) {
    const { id, title, verifies, gradeAsked } = contestant;
    const syscallsPerFile = syscalls ? await perFile(contestant, job) : null;
    const common = { id, title, verifies, samples: samples.get(id) ?? [], syscallsPerFile };
    rows.push({ ...common, ...(gradeAsked !== undefined && { gradeAsked }) });
  }
  return rows;
}

async function runOnce(contestant: Contestant, job: CopyJob, { prepare }: Comparison): Promise<Sample> {
  await emptied(job.destination);
  await prepare?.();
  const sample = { ...(await timed(contestant.steps(job), job.scratch)), ...contestant.said?.(job) };
  say(`    ${contestant.title}: ${(sample.wallMs / 1000).toFixed(2)} s`);
  return sample;
}

async function perFile(contestant: Contestant, job: CopyJob): Promise<number> {
  await emptied(job.destination);
  return (await countSyscalls(contestant.steps(job), job.scratch)) / job.files.length;
}

function describeJob({ source, destination, scratch }: Comparison): CopyJob {
  const entries = globSync('**', { cwd: source, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(source.length + 1))
    .sort();
  const listed = (name: string, folder: string) => {
    const list = join(scratch, name);
    writeFileSync(list, files.map((file) => `${join(folder, file)}\0`).join(''));
    return list;
  };
  return {
    source,
    destination,
    files,
    scratch,
    sourceList: listed('sources.list', source),
    copyList: listed('copies.list', join(destination, basename(source))),
  };
}
