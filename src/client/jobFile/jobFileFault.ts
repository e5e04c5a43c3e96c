import { printable } from '../../engine/model/text/pathText';

/** Something for which a job file is refused. Positions are for editors, the line for people. */
export interface JobFileFault {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** Where it is in the text, without a byte order mark, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
  /** Where it is in the job: `caseData.start`, `sources[0]`; `job file` for the file as a whole. */
  readonly path: string;
  /** What is wrong and what is expected. May hold text of the file; printable. */
  readonly message: string;
}

/** A stretch of the text. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Most characters of a text from the file that a message repeats. */
const SHOWN = 60;

/** Finds lines and columns in a text. */
export class Positions {
  /** Where each line starts. */
  readonly #starts = [0];

  constructor(text: string) {
    for (const end of text.matchAll(/\r\n|\r|\n/g)) this.#starts.push(end.index + end[0].length);
  }

  /** A fault at a place of the text; `path` holds keys and indices from the root. */
  fault({ offset, length }: Place, path: readonly PropertyKey[], message: string): JobFileFault {
    const line = this.#lineOf(offset);
    const column = offset - (this.#starts[line - 1] ?? 0) + 1;
    return { line, column, offset, length, path: pathWords(path), message };
  }

  #lineOf(offset: number): number {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/** A fault of a file as a whole, on the given line. */
export function fileFault(message: string, line = 1): JobFileFault {
  return { line, column: 1, offset: 0, length: 0, path: pathWords([]), message };
}

/** More faults than this are counted, not told one by one. */
export const MOST_FAULTS = 100;

/** The first faults, and how many there are besides: a hostile file must not fill a screen, nor a memory. */
export function limitedFaults(faults: readonly JobFileFault[], more = 0): readonly JobFileFault[] {
  const left = faults.length + more - MOST_FAULTS;
  if (left <= 0) return faults;
  return [...faults.slice(0, MOST_FAULTS), fileFault(`${left} more faults are not listed`)];
}

/** `line 3: caseData.start: found "soon", expected …`: one line, safe for a terminal. */
export function faultLine({ line, path, message }: JobFileFault): string {
  return `line ${line}: ${path}: ${message}`;
}

/** A text from the file for a message: printable and not endless. */
export function shown(text: string): string {
  const safe = printable(text);
  return safe.length <= SHOWN ? safe : `${safe.slice(0, SHOWN - 1)}…`;
}

function pathWords(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'job file';
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      return `${index > 0 ? '.' : ''}${shown(String(step))}`;
    })
    .join('');
}
