import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from '../../scripts/support/paths.mjs';
import { Problem } from '../../scripts/support/problem.mjs';
import { emptied } from '../measure/disks.mts';
import { timed } from '../measure/timed.mts';
import { equalFiles, MIB, makeFiles } from '../measure/trees.mts';
import type { BatchResult, Sample } from '../model.mts';
import type { Suite, SuiteContext } from './suite.mts';

const CLI = join(PROJECT_ROOT, 'dist', 'cli.js');

/** Jobs in a row, all alike. */
interface Batch {
  readonly name: string;
  readonly title: string;
  readonly jobs: number;
  /** The files of one job: how many, and bytes of each. */
  readonly files: readonly (readonly [count: number, size: number])[];
}

/** 60 small evidence jobs in a row: whether the last ones are as fast as the first, and what is left in memory. */
const SMALL_JOBS: Batch = { name: 'batch', title: '60 jobs of 20 files of 1 MiB', jobs: 60, files: [[20, MIB]] };

/** Jobs as people make them: some files, some of them large. */
const TEN_JOBS: Batch = {
  name: 'ten-jobs',
  title: 'Ten jobs with files from 1 to 100 MiB',
  jobs: 10,
  files: [
    [10, MIB],
    [4, 10 * MIB],
    [1, 100 * MIB],
  ],
};

/** What a batch costs, against one job with all of its files. */
export const BATCHES: readonly Suite[] = [SMALL_JOBS, TEN_JOBS].map((batch) => ({
  name: batch.name,
  title: batch.title,
  notes: [
    'Memory is what the process has resident right after a job ended, garbage included; the young generation of its main thread, which belongs to the host and not to the engine, is held at its smallest.',
    'Each job is durable, proved and recorded before the next one begins, while within one job the next files are copied meanwhile: what the disk takes for that is waited for once with each job.',
  ],
  bytes: (scale) => batch.jobs * scale * batch.files.reduce((sum, [count, size]) => sum + count * size, 0),
  run: (context) => runBatch(batch, context),
}));

async function runBatch({ jobs, files: perJob }: Batch, { disk, runs, scale }: SuiteContext): Promise<BatchResult> {
  const source = join(disk.sources, 'payload');
  const names = Array.from({ length: jobs }, (_, index) => `job-${String(index).padStart(2, '0')}`);
  const filesOf = (name: string) =>
    perJob.flatMap(([count, size]) => [...equalFiles(Math.ceil(count * scale), size, `${name}/${size}-`)]);
  const load = makeFiles(source, names.flatMap(filesOf));
  const { copies, scratch } = disk;
  const jobFiles = names.map((name) => jobFile(scratch, name, join(source, name), copies));
  const oneJobFile = jobFile(scratch, 'all', source, copies);
  const asJobs: Sample[] = [];
  const asOneJob: Sample[] = [];
  for (let round = 0; round < runs; round++) {
    asJobs.push(await runJobs(jobFiles, copies, scratch));
    asOneJob.push(await runJobs([oneJobFile], copies, scratch));
  }
  await emptied(copies);
  // Only so that there is a process to look at when the last job that counts has ended.
  const oneMore = jobFile(scratch, 'one-more', oneJobFile, copies);
  const eachJob = (await watchJobs([...jobFiles, oneMore])).slice(0, jobs);
  return { kind: 'batch', load, jobs, eachJob, asJobs, asOneJob };
}

function jobFile(folder: string, label: string, source: string, destination: string): string {
  const path = join(folder, `${label}.evidence-job.json`);
  writeFileSync(path, JSON.stringify({ label, sources: [source], destinations: [destination] }));
  return path;
}

async function runJobs(jobFiles: readonly string[], copies: string, scratch: string): Promise<Sample> {
  await emptied(copies);
  return timed([{ command: process.execPath, args: [CLI, 'run', '--quiet', ...jobFiles] }], scratch);
}

/**
 * What is to be watched is the engine. The heap of the main thread is that of whoever hosts it, and V8 lets its young part grow
 * for a while however little there is in it.
 */
const SMALLEST_MAIN_HEAP = ['--max-semi-space-size=1'] as const;

/** Runs all jobs once more and looks at the process each time one has ended. */
async function watchJobs(jobFiles: readonly string[]): Promise<BatchResult['eachJob']> {
  const args = [...SMALLEST_MAIN_HEAP, CLI, 'run', '--json', ...jobFiles];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const eachJob: BatchResult['eachJob'][number][] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { type, summary } = JSON.parse(line);
    if (type === 'jobFinished') eachJob.push({ durationMs: summary.durationMs, memoryBytes: residentBytes(child.pid) });
  }
  const [code]: unknown[] = await ended;
  if (code !== 0) throw new Problem(`The batch that was measured ended with exit code ${code}.`);
  return eachJob;
}

/** VmRSS in proc(5); 0 where the process is gone. */
function residentBytes(pid: number | undefined): number {
  if (!existsSync(`/proc/${pid}`)) return 0;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
