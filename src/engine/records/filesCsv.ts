import { stringify } from 'csv-stringify/sync';
import type { LineWriter } from '../lines/lineWriter';
import { failureText } from '../model/failure/failureText';
import { type ItemOutcome, rangeText } from '../model/item/outcome';
import type { HashAlgorithm } from '../model/proof/digest';
import { printable } from '../model/text/pathText';
import type { AttemptRecord, RecordHead, RecordKind } from './attemptRecord';

const COLUMNS = ['path', 'kind', 'outcome', 'size', 'grade', 'source', 'destination', 'started', 'durationMs'];
/** Rows that are made text at once: each time costs as much as a few rows do. */
const ROWS = 200;
const LAST_COLUMNS = ['metadataNotKept', 'failure', 'message', 'kept', 'keptDigests', 'keptGrade', 'unreadable'];

/** A table of all items for people with a spreadsheet. Names are made printable: the exact ones are in the report's JSON. */
export const filesCsv: RecordKind = { name: 'files.csv', open: (lines) => new FilesCsv(lines) };

class FilesCsv implements AttemptRecord {
  #algorithms: readonly HashAlgorithm[] = [];
  #rows: string[][] = [];

  constructor(private readonly lines: LineWriter) {}

  begin({ attempt }: RecordHead): void {
    this.#algorithms = attempt.request.hashAlgorithms;
    this.#rows.push([...COLUMNS, ...this.#algorithms, ...LAST_COLUMNS]);
  }

  add(outcome: ItemOutcome): void {
    const { path, type, outcome: result, size, file, source, destination, receipt, failure, kept } = outcome;
    const digests = this.#algorithms.map((algorithm) => file?.sourceDigests[algorithm] ?? '');
    this.#rows.push([
      printable(path),
      type,
      result,
      String(size),
      file?.grade ?? '',
      printable(source),
      printable(destination ?? ''),
      file?.startedAt ?? '',
      file === undefined ? '' : file.durationMs.toFixed(3),
      ...digests,
      (receipt ?? []).map(({ field, wanted, got }) => `${field}: wanted ${wanted}, has ${got}`).join('; '),
      failure?.code ?? '',
      failure === undefined ? '' : failureText(failure),
      ...keptCells(kept),
    ]);
    if (this.#rows.length >= ROWS) this.finish();
  }

  finish(): void {
    this.lines.write(csvText(this.#rows));
    this.#rows = [];
  }
}

/** Cells of a flawed copy: where it stands, its digests and grade, and the ranges that are zeros, first and last byte. */
function keptCells(kept: ItemOutcome['kept']): string[] {
  if (kept === undefined) return ['', '', '', ''];
  const { destination, file, unreadable } = kept;
  const digests = Object.entries(file.sourceDigests).map(([algorithm, digest]) => `${algorithm} ${digest}`);
  return [printable(destination ?? ''), digests.join('; '), file.grade ?? '', unreadable.map(rangeText).join('; ')];
}

/**
 * Lines of RFC 4180, every cell quoted. A cell that a spreadsheet would take for a formula gets an apostrophe before
 * it (OWASP, "CSV Injection"); what is so altered stands unaltered in the report's JSON.
 */
export function csvText(rows: string[][]): string {
  return stringify(rows, {
    quoted: true,
    quoted_empty: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}
