import { randomUUID } from 'node:crypto';
import type { JobListener } from '../client/engineClient';
import type { JobStarter } from '../client/jobStarter';
import { outcomeJson } from '../engine/model/itemJson';
import type { JobRequest } from '../engine/model/job';
import type { JobSummary } from '../engine/model/summary';
import { summaryJson } from '../engine/model/summaryJson';
import { exitStatusOf } from './exitStatus';
import type { Interruption } from './interruption';
import type { JobCommand, OutputOptions } from './parseCommand';
import { progressLine } from './progressLine';
import { summaryTable } from './summaryTable';
import type { Terminal } from './terminal';

/** What a command works with. */
export interface CommandContext {
  readonly client: JobStarter;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
}

/** Runs `copy` and gives its exit status. */
export async function runCopy({ request, output }: JobCommand, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const summary = await runRequest(request, context, listenerFor(output, terminal), 'keep');
  if (output.json) terminal.json({ type: 'jobFinished', summary: summaryJson(summary) });
  else if (!output.quiet || summary.status !== 'complete') terminal.text(summaryTable(summary));
  return exitStatusOf(summary.status);
}

/** Runs one request as a job of its own; a signal cancels it. */
export async function runRequest(
  request: JobRequest,
  { client, terminal, interruption }: CommandContext,
  listener: JobListener,
  staging: 'keep' | 'remove',
): Promise<JobSummary> {
  const job = client.start({ jobId: randomUUID(), attempt: 1, request }, listener);
  interruption.onCancel(() => job.cancel(staging));
  const summary = await job.finished;
  terminal.clear();
  return summary;
}

/** Progress for whoever watches, and outcomes as JSON where they were asked for. */
export function listenerFor(output: OutputOptions, terminal: Terminal): JobListener {
  const showsProgress = terminal.isInteractive && !output.quiet;
  return {
    onLog: (level, message) => terminal.error(`${level}: ${message}\n`),
    ...(showsProgress && { onProgress: (progress) => terminal.transient(progressLine(progress, terminal.width)) }),
    ...(output.json && {
      onOutcomes: (outcomes) => {
        for (const outcome of outcomes) terminal.json({ type: 'itemFinished', ...outcomeJson(outcome) });
        return terminal.drained();
      },
    }),
  };
}
