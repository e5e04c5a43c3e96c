import { type ChildProcess, spawn } from 'node:child_process';
import * as z from 'zod/mini';
import { BUNDLES } from './bundles';

/** How a command line ended. */
export interface CliResult {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line that was started. */
export interface RunningCli {
  readonly process: ChildProcess;
  readonly result: Promise<CliResult>;
  /** What it has printed to standard output so far. */
  printed(): string;
}

/** Starts the shipped command line with this Node. */
export function startCli(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): RunningCli {
  return collect(spawn(process.execPath, [BUNDLES.cli, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Runs the shipped command line to its end. */
export function runCli(args: readonly string[], options: { cwd?: string } = {}): Promise<CliResult> {
  return startCli(args, options).result;
}

/** Gathers what a started process prints, and its end. */
export function collect(child: ChildProcess): RunningCli {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (data: Buffer) => out.push(data));
  child.stderr?.on('data', (data: Buffer) => err.push(data));
  const text = (parts: Buffer[]) => Buffer.concat(parts).toString('utf8');
  const result = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => {
      resolve({ status, signal, stdout: text(out), stderr: text(err) });
    });
  });
  return { process: child, result, printed: () => text(out) };
}

const LineSchema = z.looseObject({ type: z.string() });
const FailureSchema = z.looseObject({
  code: z.string(),
  message: z.string(),
  path: z.optional(z.string()),
  offset: z.optional(z.number()),
});
const SummarySchema = z.looseObject({
  status: z.string(),
  grade: z.nullable(z.string()),
  gradeReason: z.nullable(z.string()),
  files: z.number(),
  bytes: z.number(),
  failures: z.array(FailureSchema),
  sourceReads: z.number(),
  destinationReads: z.number(),
  readsSaved: z.number(),
  recordsDir: z.nullable(z.string()),
  stagingDir: z.nullable(z.string()),
});

/** What `--json` printed, line by line; throws where a line is no JSON object with a type. */
export function jsonLines(stdout: string): z.infer<typeof LineSchema>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => LineSchema.parse(JSON.parse(line)));
}

/** The one summary in the output of `--json`; throws where there is none or more than one. */
export function jobSummary(stdout: string): z.infer<typeof SummarySchema> {
  const finished = jsonLines(stdout).filter(({ type }) => type === 'jobFinished');
  if (finished.length !== 1) throw new Error(`${finished.length} summaries in:\n${stdout}`);
  return SummarySchema.parse(finished[0]?.['summary']);
}
