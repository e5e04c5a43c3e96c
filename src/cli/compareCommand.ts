import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { removeCopies } from '../client/removeCopies';
import { type JobRequest, shortId } from '../engine/model/job';
import type { JobSummary } from '../engine/model/summary';
import { summaryJson } from '../engine/model/summaryJson';
import { COMPARE_NOTES, comparedRow, comparisonTable } from './comparison';
import { type CommandContext, listenerFor, runRequest } from './copyCommand';
import { exitStatusOf } from './exitStatus';
import type { JobCommand } from './parseCommand';
import { summaryTable } from './summaryTable';

/** One way of copying that is compared. */
interface Contestant {
  readonly name: string;
  readonly choices: Pick<JobRequest, 'useBufferReuse' | 'verification'>;
}

/** In the order in which they are shown. Both sides of buffer reuse reach the same grade. */
const CONTESTANTS: readonly Contestant[] = [
  { name: 'three-pass', choices: { useBufferReuse: false, verification: 'readBack' } },
  { name: 'buffer reuse', choices: { useBufferReuse: true, verification: 'readBack' } },
  { name: 'stream', choices: { useBufferReuse: true, verification: 'stream' } },
];

/** Runs once without being measured, so that all others find the source, and memory, in the same state. */
const WARM_UP: Contestant = { name: 'warm-up', choices: { useBufferReuse: true, verification: 'stream' } };

/** There and back again: a machine that gets slower or faster meanwhile does so to each of them alike. */
const RUNS: readonly Contestant[] = [...CONTESTANTS, ...CONTESTANTS.toReversed()];

/** Runs `compare`: the same source copied in three ways, each copy removed again. */
export async function runCompare({ request, output }: JobCommand, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const summaries = new Map<Contestant, JobSummary[]>();
  for (const contestant of [WARM_UP, ...RUNS]) {
    const choices = {
      ...contestant.choices,
      layout: 'plain',
      zip: 'none',
      conflict: 'fail',
      records: { write: false },
    } as const;
    const summary = await runOnce({ ...request, ...choices }, context, output);
    if (summary.status !== 'complete') {
      if (output.json) terminal.json({ type: 'jobFinished', summary: summaryJson(summary) });
      else terminal.text(summaryTable(summary));
      return exitStatusOf(summary.status);
    }
    summaries.set(contestant, [...(summaries.get(contestant) ?? []), summary]);
  }
  const rows = CONTESTANTS.map((contestant) => comparedRow(contestant.name, summaries.get(contestant) ?? []));
  if (output.json) terminal.json({ type: 'compareFinished', summary: { rows, notes: COMPARE_NOTES } });
  else terminal.text(comparisonTable(rows));
  return 0;
}

/** Copies into a folder of its own in the destination, and removes it whatever happened. */
async function runOnce(
  request: JobRequest,
  context: CommandContext,
  output: JobCommand['output'],
): Promise<JobSummary> {
  const destination = request.destinations[0] ?? '';
  const folder = join(destination, `evidence-copy-compare-${shortId(randomUUID())}`);
  try {
    const listener = listenerFor({ ...output, json: false }, context.terminal);
    return await runRequest({ ...request, destinations: [folder], requireGrade: false }, context, listener, 'remove');
  } finally {
    removeCopies(folder);
  }
}
