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
import type { Suite } from './suite.mts';

const JOBS = 60;
const FILES_PER_JOB = 20;
const FILE_SIZE = MIB;
const CLI = join(PROJECT_ROOT, 'dist', 'cli.js');

/** 60 evidence jobs in a row: whether the last ones are as fast as the first, and what is left in memory. */
export const BATCH: Suite = {
  name: 'batch',
  title: '60 jobs of 20 files of 1 MiB',
  notes: ['Memory is what the process has resident right after a job ended, garbage included.'],
  bytes: (scale) => JOBS * FILES_PER_JOB * FILE_SIZE * scale,
  async run({ disk, runs, scale }) {
    const source = join(disk.sources, 'payload');
    const filesPerJob = Math.ceil(FILES_PER_JOB * scale);
    const names = Array.from({ length: JOBS }, (_, index) => `job-${String(index).padStart(2, '0')}`);
    const files = names.flatMap((name) => [...equalFiles(filesPerJob, FILE_SIZE, `${name}/`)]);
    const load = makeFiles(source, files);
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
    const eachJob = (await watchJobs([...jobFiles, oneMore])).slice(0, JOBS);
    return { kind: 'batch', load, jobs: JOBS, eachJob, asJobs, asOneJob };
  },
};

function jobFile(folder: string, label: string, source: string, destination: string): string {
  const path = join(folder, `${label}.evidence-job.json`);
  writeFileSync(path, JSON.stringify({ label, sources: [source], destinations: [destination] }));
  return path;
}

async function runJobs(jobFiles: readonly string[], copies: string, scratch: string): Promise<Sample> {
  await emptied(copies);
  return timed([{ command: process.execPath, args: [CLI, 'run', '--quiet', ...jobFiles] }], scratch);
}

/** Runs all jobs once more and looks at the process each time one has ended. */
async function watchJobs(jobFiles: readonly string[]): Promise<BatchResult['eachJob']> {
  const args = [CLI, 'run', '--json', ...jobFiles];
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
