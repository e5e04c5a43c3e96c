import type { LineWriter } from '../lines/lineWriter';
import { contentOf, type ItemOutcome } from '../model/item/outcome';
import type { HashAlgorithm } from '../model/proof/digest';
import type { PathText } from '../model/text/pathText';
import type { AttemptRecord, RecordKind } from './attemptRecord';

const ESCAPED = /[\\\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };

/** A checksum list for each digest that is taken, for `sha256sum -c` and its siblings. */
export function checksumLists(algorithms: readonly HashAlgorithm[]): RecordKind[] {
  return algorithms.map((algorithm) => ({
    name: `manifest-${algorithm}.txt`,
    open: (lines) => new ChecksumList(lines, algorithm),
  }));
}

class ChecksumList implements AttemptRecord {
  constructor(
    private readonly lines: LineWriter,
    private readonly algorithm: HashAlgorithm,
  ) {}

  begin(): void {}

  add(outcome: ItemOutcome, path: PathText | null): void {
    const digest = contentOf(outcome).file?.sourceDigests[this.algorithm];
    if (path !== null && digest !== undefined) this.lines.writeNames(checksumLine(digest, path));
  }

  finish(): void {}
}

/**
 * One line of a checksum list that `sha256sum -c` and its siblings accept: digest, two blanks, name. A name with a
 * backslash, line feed or carriage return is escaped and the line begins with a backslash (GNU coreutils manual,
 * "md5sum invocation"). Any other byte of the name stands as it is.
 */
export function checksumLine(digest: string, path: PathText): PathText {
  if (!ESCAPED.test(path)) return `${digest}  ${path}\n`;
  const escaped = path.replace(/[\\\n\r]/g, (character) => ESCAPES[character] ?? character);
  return `\\${digest}  ${escaped}\n`;
}
