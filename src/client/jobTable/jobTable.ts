import type * as z from 'zod/mini';
import type { DateFormat } from '../../engine/model/time/dateFormat';
import { shown } from '../jobFile/jobFileFault';
import { type JobFile, JobFileSchema } from '../jobFile/jobFileSchema';
import { type CellsByColumn, COLUMN_NAMES, columnNamed, contentOf, nameOf } from './tableColumns';
import { limitedTableFaults, type TableFault } from './tableFault';
import { readTable, type TableRow } from './tableText';

/** One job of a table. */
export interface TableJob {
  /** What a job file for it would hold. */
  readonly jobFile: JobFile;
  /** Whether the row itself says where to copy to; else {@link JobFile.destinations} is the one that was given for all. */
  readonly namesDestination: boolean;
}

/** A table of jobs in which no row has a fault. */
export interface SoundJobTable {
  readonly jobs: readonly TableJob[];
}

/** A table of jobs that is refused as a whole. */
export interface RefusedJobTable {
  /** In the order of the file; never empty. */
  readonly faults: readonly TableFault[];
}

/**
 * Reads a table of jobs, one a row, from the bytes of a CSV file. What a row may hold is what a job file may, by the same
 * schema; dates are read as a person of `format` writes them. Nothing of a table with a fault is used, and every fault is
 * told. `destination` is for rows without one; relative paths stay relative.
 */
export function parseJobTable(
  bytes: Uint8Array,
  { format, destination }: { readonly format: DateFormat; readonly destination: string },
): SoundJobTable | RefusedJobTable {
  const table = readTable(bytes);
  if ('message' in table) return { faults: [table] };
  const faults = headingFaults(table.header);
  if (faults.length > 0) return { faults: limitedTableFaults(faults) };
  const names = table.header.cells.map((heading) => columnNamed(heading) ?? '');
  const jobs: TableJob[] = [];
  for (const row of table.rows) {
    const cells = cellsOf(row, names);
    const namesDestination = cells.has('destination');
    const content = { destinations: [destination], ...contentOf(cells, format) };
    const parsed = JobFileSchema.safeParse(content);
    if (parsed.success) jobs.push({ jobFile: parsed.data, namesDestination });
    else faults.push(...rowFaults(parsed.error.issues, row, cells));
    faults.push(...surplusFaults(row, names.length));
  }
  return faults.length > 0 ? { faults: limitedTableFaults(faults) } : { jobs };
}

function headingFaults({ line, cells }: TableRow): TableFault[] {
  const faults: TableFault[] = [];
  const seen = new Set<string>();
  for (const heading of cells) {
    const name = columnNamed(heading);
    if (name === undefined) {
      const what = heading === '' ? 'a column has no name' : `there is no column "${shown(heading)}"`;
      faults.push({ line, column: null, message: `${what}; there are ${COLUMN_NAMES.join(', ')}` });
    } else if (seen.has(name)) {
      faults.push({ line, column: name, message: 'stands twice; expected once' });
    }
    seen.add(name ?? '');
  }
  if (!seen.has('sources'))
    faults.push({ line, column: 'sources', message: 'is missing; every job needs its sources' });
  return faults;
}

function cellsOf({ cells }: TableRow, names: readonly string[]): CellsByColumn {
  const filled = names.map((name, index): [string, string] => [name, cells[index] ?? '']);
  return new Map(filled.filter(([, cell]) => cell !== ''));
}

/** One fault for each column, in the words of job files. */
function rowFaults(issues: readonly z.core.$ZodIssue[], { line }: TableRow, cells: CellsByColumn): TableFault[] {
  const faults = new Map<string, TableFault>();
  for (const { path, message } of issues) {
    const column = nameOf(path);
    const cell = cells.get(column);
    const found = cell === undefined ? 'is missing; ' : `found "${shown(cell)}", `;
    const text = message.startsWith('expected') ? `${found}${message}` : message;
    if (!faults.has(column)) faults.set(column, { line, column: column === '' ? null : column, message: text });
  }
  return [...faults.values()];
}

function surplusFaults({ line, cells }: TableRow, columns: number): TableFault[] {
  if (cells.slice(columns).every((cell) => cell === '')) return [];
  const message = `has ${cells.length} cells, but there are ${columns} columns; put a cell that holds the separator in quotation marks`;
  return [{ line, column: null, message }];
}
