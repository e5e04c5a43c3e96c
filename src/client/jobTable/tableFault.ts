import { printable } from '../../engine/model/text/pathText';

/** Something for which a table of jobs is refused. */
export interface TableFault {
  /** Line of the file on which the row starts, from 1. */
  readonly line: number;
  /** Name of the column; null for what concerns the row or the file as a whole. */
  readonly column: string | null;
  /** What is wrong and what is expected. May hold text of the file; printable. */
  readonly message: string;
}

/** More faults than this are counted, not told one by one. */
const MOST_FAULTS = 100;

/** The first faults, and how many there are besides. */
export function limitedTableFaults(faults: readonly TableFault[]): readonly TableFault[] {
  const left = faults.length - MOST_FAULTS;
  if (left <= 0) return faults;
  return [...faults.slice(0, MOST_FAULTS), { line: 1, column: null, message: `${left} more faults are not listed` }];
}

/** `line 3, column start: found "soon", expected …`: one line of plain text. */
export function tableFaultLine({ line, column, message }: TableFault): string {
  return `line ${line}${column === null ? '' : `, column ${printable(column)}`}: ${message}`;
}
