import type { LineWriter } from '../lines/lineWriter';
import { contentOf, type ItemOutcome } from '../model/item/outcome';
import type { HashAlgorithm } from '../model/proof/digest';
import type { PathText } from '../model/text/pathText';
import type { AttemptRecord, RecordHead, RecordKind } from './attemptRecord';

/** What hashdeep knows of our digests, in the order in which it writes them. */
const KNOWN: readonly HashAlgorithm[] = ['md5', 'sha1', 'sha256'];

/** Name of the list for hashdeep. */
export const HASHDEEP_NAME = 'hashdeep.txt';

/**
 * A list for `hashdeep -r -l -a -k`, run from the folder that holds the payload (hashdeep 4.4, "FILE FORMAT"). Where there are
 * links it takes `-o f`, too: hashdeep follows them otherwise, and meets the files that they point to twice.
 */
export const hashdeepList: RecordKind = { name: HASHDEEP_NAME, open: (lines) => new HashdeepList(lines) };

/** Whether the list can hold a name: it has a line for each file and no way to write a line feed in one. */
export function fitsHashdeep(path: PathText): boolean {
  return !path.includes('\n');
}

class HashdeepList implements AttemptRecord {
  #algorithms: readonly HashAlgorithm[] = [];
  #leftOut = 0;

  constructor(private readonly lines: LineWriter) {}

  begin({ attempt }: RecordHead): void {
    this.#algorithms = KNOWN.filter((algorithm) => attempt.request.hashAlgorithms.includes(algorithm));
    if (this.#algorithms.length === 0) return;
    this.lines.write(`%%%% HASHDEEP-1.0\n%%%% size,${this.#algorithms.join(',')},filename\n`);
    this.lines.write('## Check from the folder that holds the payload: hashdeep -o f -r -l -a -k LIST NAME…\n');
  }

  add(outcome: ItemOutcome, path: PathText | null): void {
    const { file } = contentOf(outcome);
    if (path === null || file === undefined || this.#algorithms.length === 0) return;
    if (!fitsHashdeep(path)) {
      this.#leftOut++;
      return;
    }
    const digests = this.#algorithms.map((algorithm) => file.sourceDigests[algorithm] ?? '');
    this.lines.writeNames(`${[file.size, ...digests].join(',')},./${path}\n`);
  }

  finish(): void {
    if (this.#algorithms.length === 0) this.lines.write('## No digest that hashdeep knows was taken.\n');
    else if (this.#leftOut > 0) this.lines.write(`## Left out, a line feed in the name: ${this.#leftOut} files\n`);
  }
}
