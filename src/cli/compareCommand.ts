import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { removeCopies } from '../client/removeCopies';
import { type JobRequest, shortId } from '../engine/model/job';
import type { JobSummary } from '../engine/model/summary';
import { summaryJson } from '../engine/model/summaryJson';
import { formatDuration, formatRate } from '../engine/model/units';
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

interface Row {
  readonly name: string;
  readonly durationMs: number;
  readonly sourceReads: number;
  readonly destinationReads: number;
  readonly bytesPerSecond: number;
}

/** Runs once without being measured, so that all others find the source, and memory, in the same state. */
const WARM_UP: Contestant = { name: 'warm-up', choices: { useBufferReuse: true, verification: 'stream' } };

/** Runs `compare`: the same source copied in three ways, each copy removed again. */
export async function runCompare({ request, output }: JobCommand, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const rows: Row[] = [];
  for (const contestant of [WARM_UP, ...CONTESTANTS]) {
    const { name, choices } = contestant;
    const summary = await runOnce(
      { ...request, ...choices, conflict: 'fail', records: { write: false } },
      context,
      output,
    );
    if (summary.status !== 'complete') {
      if (output.json) terminal.json({ type: 'jobFinished', summary: summaryJson(summary) });
      else terminal.text(summaryTable(summary));
      return exitStatusOf(summary.status);
    }
    const { durationMs, sourceReads, destinationReads, bytesPerSecond } = summary;
    if (contestant === WARM_UP) continue;
    rows.push({ name, durationMs, sourceReads, destinationReads, bytesPerSecond });
  }
  if (output.json) terminal.json({ type: 'compareFinished', summary: { rows } });
  else terminal.text(comparison(rows));
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

/** A table with time, throughput and reads of each row, and how the times relate to the first. */
function comparison(rows: readonly Row[]): string {
  const base = rows[0]?.durationMs ?? 0;
  const cells = rows.map((row) => [
    row.name,
    formatDuration(row.durationMs),
    formatRate(row.bytesPerSecond),
    `source ${row.sourceReads}, destination ${row.destinationReads}`,
    base > 0 ? `${Math.round((row.durationMs / base) * 100)} %` : '',
  ]);
  const all = [['Method', 'Time', 'Rate', 'Reads', 'Of the time'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}
"stream" reads nothing back and proves nothing about the copy; the other two prove the same.
A copy that was not measured went first, so that all three found the source in the same state: in memory, if it fits.
`;
}
