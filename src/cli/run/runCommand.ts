import { randomUUID } from 'node:crypto';
import { FailedVolumes, volumeOf } from '../../client/queue/volumes';
import { type HeldBy, heldSummary, lockedSummary } from '../../client/summaries/heldSummary';
import { crashSummary } from '../../client/summaries/untoldSummary';
import { stackOf } from '../../engine/model/failure/thrown';
import type { Attempt } from '../../engine/model/job/job';
import { lockedBy } from '../../engine/model/job/nameLocks';
import type { JobSummary } from '../../engine/model/result/summary';
import { summaryJson } from '../../engine/model/result/summaryJson';
import { pathFields } from '../../engine/model/text/pathText';
import type { OutputOptions } from '../arguments/command';
import { batchJson, batchTable } from '../output/batchTable';
import { BatchTally } from '../output/batchTally';
import { exitStatusOf } from '../output/exitStatus';
import { summaryTable } from '../output/summaryTable';
import { type CommandContext, listenerFor, runAttempt, tellGoingOn } from './copyCommand';
import type { BatchJob } from './loadJobFiles';

/**
 * Runs `run`: the jobs of sound job files one after another, through the same pipeline as `copy`. A job that fails stops
 * no other one, but those that need a volume which has failed, or names that an abandoned job may still hold, are not
 * started. A signal cancels the job at hand; those after it are not started. Gives the exit status.
 */
export async function runBatch(
  jobs: readonly BatchJob[],
  output: OutputOptions,
  context: CommandContext,
): Promise<number> {
  const tally = new BatchTally(jobs.length, performance.now());
  const failed = new FailedVolumes();
  // Asked for before the first job: where a volume has gone, its mount point is a folder of another one.
  const volumes = await Promise.all(
    jobs.map(({ request }) => Promise.all(request.destinations.map((destination) => volumeOf(destination)))),
  );
  for (const [index, { file, request }] of jobs.entries()) {
    if (context.interruption.wasAsked) break;
    const attempt = { jobId: randomUUID(), attempt: 1, request };
    const held = summaryIfHeld(attempt, failed.heldBy(volumes[index] ?? []), context);
    const summary = held ?? (await endOf(attempt, output, context));
    failed.note(volumes[index] ?? [], summary);
    tally.add(file, summary, held !== undefined);
    tell(summary, file, output, context);
  }
  const summary = tally.finish(performance.now());
  if (output.json) context.terminal.json({ type: 'batchFinished', summary: batchJson(summary) });
  else if (!output.quiet || summary.status !== 'complete') context.terminal.text(batchTable(summary));
  return exitStatusOf(summary.status);
}

/** The summary of a job that cannot be started, because of what became of an earlier one. */
function summaryIfHeld(
  attempt: Attempt,
  heldBy: HeldBy | undefined,
  { abandoned }: CommandContext,
): JobSummary | undefined {
  if (heldBy !== undefined) return heldSummary(attempt, heldBy);
  const lock = lockedBy(attempt, abandoned.attempts);
  return lock && lockedSummary(attempt, lock);
}

/** The one summary of a job, whatever happens to it: that an engine cannot be started must not keep others from theirs. */
async function endOf(attempt: Attempt, output: OutputOptions, context: CommandContext): Promise<JobSummary> {
  const startedAt = new Date();
  try {
    return await runAttempt(attempt, context, listenerFor(output, context.terminal), 'keep');
  } catch (error) {
    return crashSummary(attempt, startedAt, null, stackOf(error));
  }
}

function tell(summary: JobSummary, file: string, { json, quiet }: OutputOptions, { terminal }: CommandContext): void {
  if (json) {
    terminal.json({ type: 'jobFinished', ...pathFields('jobFile', file), summary: summaryJson(summary) });
    tellGoingOn(summary, terminal);
  } else if (!quiet || summary.status !== 'complete') terminal.text(`${summaryTable(summary)}\n`);
}
