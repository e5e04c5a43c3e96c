import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { JobFile } from '../../src/client/jobFile/jobFileSchema';
import { jsonLines } from './cli';

/** Writes a job file and gives its path. Its grade is `readBack`, the highest there is to reach for now. */
export function writeJobFile(folder: string, name: string, job: JobFile): string {
  const path = join(folder, `${name}.evidence-job.json`);
  writeFileSync(path, JSON.stringify({ verification: 'readBack', ...job }, null, 2));
  return path;
}

const FailureSchema = z.looseObject({ code: z.string(), message: z.string(), path: z.optional(z.string()) });
const JobSchema = z.looseObject({
  jobFile: z.string(),
  summary: z.looseObject({
    jobId: z.string(),
    label: z.string(),
    status: z.string(),
    failures: z.array(FailureSchema),
    recordsDir: z.nullable(z.string()),
  }),
});
const BatchSchema = z.looseObject({
  status: z.string(),
  jobs: z.number(),
  complete: z.number(),
  incomplete: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  held: z.number(),
  notRun: z.number(),
  bytes: z.number(),
  readsSaved: z.number(),
  durationMs: z.number(),
  results: z.array(z.looseObject({ jobFile: z.string(), outcome: z.string() })),
});

/** What `run --json` printed: each job's end, its items before it, and the end of the batch, which must come last. */
export interface BatchOutput {
  readonly jobs: readonly z.infer<typeof JobSchema>[];
  /** Items of each job, in the order of `jobs`. */
  readonly items: readonly (readonly Readonly<Record<string, unknown>>[])[];
  readonly batch: z.infer<typeof BatchSchema>;
}

/** Reads what `run --json` printed. Throws where lines are missing or not in their order. */
export function batchOutput(stdout: string): BatchOutput {
  const lines = jsonLines(stdout);
  const jobs: z.infer<typeof JobSchema>[] = [];
  const items: Record<string, unknown>[][] = [];
  let current: Record<string, unknown>[] = [];
  for (const line of lines.slice(0, -1)) {
    if (line.type === 'itemFinished') current.push(line);
    else if (line.type === 'jobFinished') {
      jobs.push(JobSchema.parse(line));
      items.push(current);
      current = [];
    } else throw new Error(`a line of type ${line.type} inside a batch`);
  }
  const last = lines.at(-1);
  if (last?.type !== 'batchFinished' || current.length > 0) throw new Error(`the batch does not end:\n${stdout}`);
  return { jobs, items, batch: BatchSchema.parse(last['summary']) };
}
