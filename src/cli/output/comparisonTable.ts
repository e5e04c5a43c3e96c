import type { ComparedRow } from '../../client/comparison/comparedRow';
import type { Comparison } from '../../client/comparison/compareMethods';
import { formatRate, formatTime } from '../../engine/model/text/units';

/** What one must know to read the figures. */
export function comparisonNotes(runs: number): readonly string[] {
  return [
    `Times are medians of ${runs} runs, in this order and in the reverse order by turns.`,
    'A copy that was not measured went first, so that all found the source in the same state: in memory, if it fits. Reading the source once instead of twice saves more where it has to come from a disk.',
    '"stream" reads nothing back and proves nothing about the copy; the other two prove the same.',
  ];
}

/** A table with time, throughput and reads of each row, and how the times relate to the first; then the notes. */
export function comparisonTable({ rows, runs }: Pick<Comparison, 'rows' | 'runs'>): string {
  const base = rows[0]?.durationMs ?? 0;
  const all = [['Method', 'Time', 'Rate', 'Reads', 'Of the time'], ...rows.map((row) => cells(row, base))];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${[...lines, ...comparisonNotes(runs)].join('\n')}\n`;
}

function cells(row: ComparedRow, base: number): string[] {
  return [
    row.name,
    formatTime(row.durationMs),
    formatRate(row.bytesPerSecond),
    `source ${row.sourceReads}, destination ${row.destinationReads}`,
    base > 0 ? `${Math.round((row.durationMs / base) * 100)} %` : '',
  ];
}
