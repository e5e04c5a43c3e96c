import { randomUUID } from 'node:crypto';
import type { AbandonedThreads } from '../../client/engine/abandonedThreads';
import type { JobListener } from '../../client/engine/activeJob';
import type { JobStarter } from '../../client/engine/jobStarter';
import { outcomeJson } from '../../engine/model/item/itemJson';
import type { Attempt, JobRequest } from '../../engine/model/job/job';
import type { FoundJobs } from '../../engine/model/result/foundJobs';
import type { JobSummary } from '../../engine/model/result/summary';
import { summaryJson } from '../../engine/model/result/summaryJson';
import type { PathText } from '../../engine/model/text/pathText';
import type { JobCommand, OutputOptions } from '../arguments/command';
import { exitStatusOf } from '../output/exitStatus';
import { goingOn } from '../output/goingOn';
import { progressLine } from '../output/progressLine';
import { summaryTable } from '../output/summaryTable';
import type { Terminal } from '../output/terminal';
import type { Interruption } from './interruption';

const STALLED = 'A device does not answer. Check the drives, cables and networks of source and destination.';

/** What a command works with. */
export interface CommandContext {
  readonly client: JobStarter;
  /** Jobs that were given up and may still hold names. */
  readonly abandoned: AbandonedThreads;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
  /** What jobs have left in a folder. */
  find(folder: PathText, recordsDir?: PathText): Promise<FoundJobs>;
}

/** Runs `copy` and gives its exit status. */
export async function runCopy({ request, output }: JobCommand, context: CommandContext): Promise<number> {
  const summary = await runRequest(request, context, listenerFor(output, context.terminal), 'keep');
  return tellEnd(summary, output, context);
}

/** Tells how a job ended, and gives the exit status. */
export function tellEnd(summary: JobSummary, { json, quiet }: OutputOptions, { terminal }: CommandContext): number {
  if (json) {
    terminal.json({ type: 'jobFinished', summary: summaryJson(summary) });
    tellGoingOn(summary, terminal);
  } else if (!quiet || summary.status !== 'complete') terminal.text(summaryTable(summary));
  return exitStatusOf(summary.status);
}

/** Tells whoever started it how to go on: the lines on standard output are for a program. */
export function tellGoingOn(summary: JobSummary, terminal: Terminal): void {
  for (const line of goingOn(summary)) terminal.error(`${line}\n`);
}

/** Runs one request as a job of its own; a signal cancels it. */
export function runRequest(
  request: JobRequest,
  context: CommandContext,
  listener: JobListener,
  staging: 'keep' | 'remove',
): Promise<JobSummary> {
  return runAttempt({ jobId: randomUUID(), attempt: 1, request }, context, listener, staging);
}

/** Runs one attempt; a signal cancels it. */
export async function runAttempt(
  attempt: Attempt,
  { client, terminal, interruption }: CommandContext,
  listener: JobListener,
  staging: 'keep' | 'remove',
): Promise<JobSummary> {
  const job = client.start(attempt, listener);
  interruption.onCancel(() => {
    // A job whose device does not answer cannot hear of it: it is given up instead.
    if (!job.abandon()) job.cancel(staging);
  });
  const summary = await job.finished;
  terminal.clear();
  return summary;
}

/** Progress for whoever watches, and outcomes as JSON where they were asked for. */
export function listenerFor(output: OutputOptions, terminal: Terminal): JobListener {
  const showsProgress = terminal.isInteractive && !output.quiet;
  return {
    onLog: (level, message) => terminal.error(`${level}: ${message}\n`),
    onStalled: (isStalled) => terminal.error(isStalled ? `warning: ${STALLED}\n` : 'info: The device answers again.\n'),
    ...(showsProgress && { onProgress: (progress) => terminal.transient(progressLine(progress, terminal.width)) }),
    ...(output.json && {
      onOutcomes: (outcomes) => {
        for (const outcome of outcomes) terminal.json({ type: 'itemFinished', ...outcomeJson(outcome) });
        return terminal.drained();
      },
    }),
  };
}
