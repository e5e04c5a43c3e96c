import type { Grade } from '../engine/model/grade';
import type { JobSummary } from '../engine/model/summary';
import { formatDuration, formatRate } from '../engine/model/units';

/** What came of one way of copying. */
export interface ComparedRow {
  readonly name: string;
  /** Mean of all runs. */
  readonly durationMs: number;
  readonly durationsMs: readonly number[];
  readonly bytesPerSecond: number;
  readonly sourceReads: number;
  readonly destinationReads: number;
  readonly grade: Grade | null;
}

/** What one must know to read the figures. */
export const COMPARE_NOTES: readonly string[] = [
  'Times are means of two runs, one in this order and one in the reverse order.',
  'A copy that was not measured went first, so that all found the source in the same state: in memory, if it fits. Reading the source once instead of twice saves more where it has to come from a disk.',
  '"stream" reads nothing back and proves nothing about the copy; the other two prove the same.',
];

/** Puts the runs of one way together. Reads and grade are the same in each. */
export function comparedRow(name: string, runs: readonly JobSummary[]): ComparedRow {
  const [first] = runs;
  if (first === undefined) throw new Error(`${name} was not run`);
  const { sourceReads, destinationReads, grade, bytes } = first;
  const durationsMs = runs.map(({ durationMs }) => durationMs);
  const durationMs = durationsMs.reduce((sum, each) => sum + each, 0) / runs.length;
  const bytesPerSecond = durationMs > 0 ? Math.round(bytes / (durationMs / 1000)) : 0;
  return { name, durationMs, durationsMs, bytesPerSecond, sourceReads, destinationReads, grade };
}

/** A table with time, throughput and reads of each row, and how the times relate to the first; then the notes. */
export function comparisonTable(rows: readonly ComparedRow[]): string {
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
  return `${[...lines, ...COMPARE_NOTES].join('\n')}\n`;
}
