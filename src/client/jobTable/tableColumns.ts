import { type DateFormat, readDate } from '../../engine/model/time/dateFormat';
import { readReferenceTime } from '../../engine/model/time/referenceTime';

/** Between several sources in one cell. No name of Windows can hold it. */
const SOURCE_SEPARATOR = '|';

/** The cells of one row that are not empty, by the names of their columns. */
export type CellsByColumn = ReadonlyMap<string, string>;

/** Turns a cell into what stands in a job file. Text that cannot be read stays as it is, and is refused there. */
type ReadCell = (cell: string, format: DateFormat, row: CellsByColumn) => unknown;

const asText: ReadCell = (cell) => cell;
const asDate: ReadCell = (cell, format) => readDate(cell, format) ?? cell;
const asReference: ReadCell = (cell, format, row) => readReferenceTime(cell, format, row.get('recorderZone')) ?? cell;

/** Columns by the part of a job file that their values belong to; each is named as it is there. */
const JOB_COLUMNS: ReadonlyMap<string, ReadCell> = new Map([
  ['sources', (cell) => cell.split(SOURCE_SEPARATOR).map((path) => path.trim())],
  ['destinations', (cell) => [cell]],
  ['label', asText],
  ['folderTemplate', asText],
]);
const CASE_COLUMNS: ReadonlyMap<string, ReadCell> = new Map([
  ['caseNumber', asText],
  ['exhibit', asText],
  ['examiner', asText],
  ['examinerId', asText],
  ['organisation', asText],
  ['businessName', asText],
  ['location', asText],
  ['start', asDate],
  ['end', asDate],
  ['writeBlocker', asText],
  ['recorderClock', asDate],
  ['recorderZone', asText],
  ['referenceClock', asReference],
  ['notes', asText],
]);
const RECORDER_COLUMNS: ReadonlyMap<string, ReadCell> = new Map([
  ['make', asText],
  ['model', asText],
  ['serial', asText],
]);

/** Names of all columns, in the order in which messages and documents give them. */
export const COLUMN_NAMES: readonly string[] = [
  ...[...JOB_COLUMNS.keys()].map((key) => nameOf([key])),
  ...[...CASE_COLUMNS.keys()].map((key) => nameOf(['caseData', key])),
  ...[...RECORDER_COLUMNS.keys()].map((key) => nameOf(['caseData', 'recorder', key])),
];

const BY_LOWER_CASE = new Map(COLUMN_NAMES.map((name) => [name.toLowerCase(), name]));

/** The name of the column that a heading means, in capitals or not; undefined where there is none. */
export function columnNamed(heading: string): string | undefined {
  return BY_LOWER_CASE.get(heading.toLowerCase());
}

/** The name of the column for a place in a job file: `recorder.make` for `caseData.recorder.make`. */
export function nameOf(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path.filter((step) => typeof step === 'string');
  if (first === 'destinations') return 'destination';
  return first === 'caseData' ? rest.join('.') : (first ?? '');
}

/** The content of a job file from the cells of a row, not validated yet. Its keys are those above, never those of a file. */
export function contentOf(row: CellsByColumn, format: DateFormat): Readonly<Record<string, unknown>> {
  const part = (columns: ReadonlyMap<string, ReadCell>, ...above: readonly string[]): Record<string, unknown> => {
    const values: Record<string, unknown> = {};
    for (const [key, read] of columns) {
      const cell = row.get(nameOf([...above, key]));
      if (cell !== undefined) values[key] = read(cell, format, row);
    }
    return values;
  };
  const recorder = part(RECORDER_COLUMNS, 'caseData', 'recorder');
  const caseData = { ...part(CASE_COLUMNS, 'caseData'), ...(isEmpty(recorder) ? {} : { recorder }) };
  return { ...part(JOB_COLUMNS), ...(isEmpty(caseData) ? {} : { caseData }) };
}

function isEmpty(values: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(values).length === 0;
}
