import { isUtf8 } from 'node:buffer';
import { CsvError, type Options, parse } from 'csv-parse/sync';
import * as z from 'zod/mini';
import type { TableFault } from './tableFault';

/** A table is refused before it is parsed if it has more bytes. */
export const TABLE_BYTES = 4 * 1024 * 1024;
/** Most rows of a table, without the first one. */
const MOST_ROWS = 1000;
/** More than any valid row needs, in bytes. */
const ROW_BYTES = 256 * 1024;

/** What separates cells: a comma, a semicolon (Excel where the comma is in numbers) or a tab. */
const DELIMITERS = [',', ';', '\t'] as const;

/** One row: the line of the file on which it starts, and its cells. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table whose first row names the columns. Rows without any text are left out. */
export interface TableText {
  readonly header: TableRow;
  readonly rows: readonly TableRow[];
}

const RecordsSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

/** Reads the bytes of a CSV file (RFC 4180, UTF-8, with or without byte order mark); gives the fault if it is none. */
export function readTable(bytes: Uint8Array): TableText | TableFault {
  if (bytes.byteLength > TABLE_BYTES) return fault(`has more than ${TABLE_BYTES} bytes; split it`);
  if (!isUtf8(bytes) || bytes.includes(0)) {
    return fault('is not UTF-8 text; save it as "CSV UTF-8", as spreadsheet programs call it');
  }
  // Line ends are made the same, because a quoted cell may hold other ones than its file.
  const text = new TextDecoder('utf-8').decode(bytes).replaceAll(/\r\n?/g, '\n');
  try {
    const [header, ...rows] = rowsOf(text, delimiterOf(text)).filter(({ cells }) => cells.some((cell) => cell !== ''));
    if (header === undefined) return fault('is empty; the first row has to name the columns');
    if (rows.length === 0) return fault('has no jobs: below the names of the columns one row for each is expected');
    if (rows.length > MOST_ROWS) return fault(`has more than ${MOST_ROWS} jobs; split it`);
    return { header, rows };
  } catch (error) {
    if (error instanceof CsvError) return fault(quotingText(error), lineOf(error));
    throw error;
  }
}

/** The separator that stands most often between the names of the columns. */
function delimiterOf(text: string): string {
  const names =
    text
      .trimStart()
      .split('\n', 1)[0]
      ?.replaceAll(/"[^"]*"/g, '') ?? '';
  const counts = DELIMITERS.map((delimiter) => names.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function rowsOf(text: string, delimiter: string): readonly TableRow[] {
  const options: Options = {
    delimiter,
    info: true,
    max_record_size: ROW_BYTES,
    record_delimiter: '\n',
    // A row that ends early or late is told with its line, not thrown.
    relax_column_count: true,
    skip_empty_lines: true,
    // One more than there may be, and the first.
    to: MOST_ROWS + 2,
  };
  return RecordsSchema.parse(parse(text, options)).map(({ record, info }) => ({
    // The parser tells the line on which a row ends.
    line: info.lines - record.join('').split('\n').length + 1,
    cells: record.map((cell) => cell.trim()),
  }));
}

function quotingText({ code }: CsvError): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a cell begins with a quotation mark that is never closed';
    case 'CSV_MAX_RECORD_SIZE':
      return `the row has more than ${ROW_BYTES} bytes; check its quotation marks`;
    default:
      return 'a quotation mark stands inside a cell; put the cell in quotation marks and double those in it';
  }
}

function lineOf(error: CsvError): number {
  const line = error['lines'];
  return typeof line === 'number' ? line : 1;
}

function fault(message: string, line = 1): TableFault {
  return { line, column: null, message };
}
