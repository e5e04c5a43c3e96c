import { randomUUID } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { untoldSummary } from '../../client/summaries/untoldSummary';
import { type Failure, FailureError } from '../../engine/model/failure/failure';
import { type Attempt, DEFAULT_OPTIONS } from '../../engine/model/job/job';
import type { FoundJobs, StagedJob } from '../../engine/model/result/foundJobs';
import type { JobSummary } from '../../engine/model/result/summary';
import { type PathText, printable } from '../../engine/model/text/pathText';
import type { OutputOptions, ResumeCommand } from '../arguments/command';
import { UsageError } from '../arguments/usageError';
import { EXIT } from '../output/exitStatus';
import { type CommandContext, listenerFor, runAttempt, tellEnd } from './copyCommand';

/**
 * Runs `resume`: a further attempt of each job that lies unfinished in the folder, oldest first. Without any, the job that
 * ended last: if it is complete its end is told again, if items of it failed they are tried again. Gives the exit status.
 */
export async function runResume(command: ResumeCommand, context: CommandContext): Promise<number> {
  const { folder, recordsDir, output } = command;
  const found = await lookInto(folder, recordsDir, context);
  if ('code' in found) return tellEnd(notBegun(folder, found), output, context);
  const { staged, last } = found;
  if (staged.length > 0) return resumeAll(staged, output, context);
  if (last === null) throw new UsageError(`there is no job to resume in ${printable(folder)}`);
  if (last.summary.status === 'complete') return tellEnd(last.summary, output, context);
  return tellEnd(await runAttempt(last.next, context, listenerFor(output, context.terminal), 'keep'), output, context);
}

async function resumeAll(
  staged: readonly StagedJob[],
  output: OutputOptions,
  context: CommandContext,
): Promise<number> {
  let status: number = EXIT.done;
  for (const job of staged) {
    if (context.interruption.wasAsked) return EXIT.cancelled;
    const ended =
      'next' in job
        ? await runAttempt(job.next, context, listenerFor(output, context.terminal), 'keep')
        : notContinued(job.stagingDir, job.failure);
    status = Math.max(status, tellEnd(ended, output, context));
  }
  return status;
}

/** What jobs have left in a folder, or why that cannot be told. */
async function lookInto(
  folder: PathText,
  recordsDir: PathText | undefined,
  { find }: CommandContext,
): Promise<FoundJobs | Failure> {
  try {
    return await find(folder, recordsDir);
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
}

/** The summary of an attempt of nobody knows which job: where it was left cannot be read. */
function notBegun(folder: PathText, failure: Failure): JobSummary {
  return untold({ jobId: randomUUID(), label: basename(folder), destination: folder, stagingDir: null }, failure);
}

/** The summary of a job whose custody log does not even tell what it was. */
function notContinued(stagingDir: PathText, failure: Failure): JobSummary {
  const label = basename(stagingDir);
  const jobId = label.slice(label.indexOf('-') + 1);
  return untold({ jobId, label, destination: dirname(stagingDir), stagingDir }, failure);
}

interface KnownOfJob {
  readonly jobId: string;
  readonly label: string;
  readonly destination: PathText;
  readonly stagingDir: PathText | null;
}

function untold({ jobId, label, destination, stagingDir }: KnownOfJob, failure: Failure): JobSummary {
  const request = { ...DEFAULT_OPTIONS, label, sources: [], destinations: [destination] };
  const attempt: Attempt = { jobId, attempt: 1, request };
  return untoldSummary(attempt, { startedAt: new Date(), stagingDir, failures: [failure] });
}
