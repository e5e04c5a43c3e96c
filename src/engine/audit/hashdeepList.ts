import { type PathText, printable } from '../model/text/pathText';
import { algorithmName, digitsOf, isKnown } from './algorithms';
import type { Expectations } from './expectations';
import { listedPath } from './listedPath';
import { linesOf, type ManifestText } from './manifestText';
import { AuditRefusal } from './refusal';

const HEADER = '%%%% HASHDEEP-1.0';

/** A column of digests. */
interface Column {
  readonly algorithm: string;
  /** Hexadecimal digits of each; undefined where the algorithm is not known here. */
  readonly digits: number | undefined;
}

/** Whether a text is a list of hashdeep. */
export function isHashdeepList({ bytes }: ManifestText): boolean {
  return bytes.subarray(0, HEADER.length).toString('latin1') === HEADER;
}

/**
 * Adds everything that a list of hashdeep lists (hashdeep's FILEFORMAT). Absolute names are taken where they lie in the
 * audited folder, because hashdeep writes them unless it is told not to.
 *
 * @param folder Absolute path of the audited folder. Throws {@link AuditRefusal} at the first line that is none.
 */
export function readHashdeepList(
  text: ManifestText,
  into: Expectations,
  folder: PathText,
  warn: (sentence: string) => void,
): void {
  let columns: readonly Column[] | undefined;
  let repeated = 0;
  for (const { number, text: line } of linesOf(text)) {
    if (line.startsWith('%%%% HASHDEEP') || line.startsWith('##')) continue;
    const where = `${text.name}, line ${number}`;
    if (line.startsWith('%%%% ')) {
      columns = columnsOf(line.slice('%%%% '.length), where, warn);
      continue;
    }
    if (columns === undefined) throw new AuditRefusal(`${where}: an entry before the line that names its columns.`);
    repeated += addEntry(line, columns, into, folder, where) === 'same' ? 1 : 0;
  }
  if (text.hasByteOrderMark) warn(`${text.name} begins with a byte order mark.`);
  if (repeated > 0) warn(`${text.name} lists ${repeated} names more than once, with equal digests.`);
}

/** `size,md5,tiger,filename`: the algorithms in their order. What is not known here is told, as long as others are. */
function columnsOf(line: PathText, where: string, warn: (sentence: string) => void): readonly Column[] {
  const names = line.split(',');
  const algorithms = names.slice(1, -1).map(algorithmName);
  if (names[0] !== 'size' || names.at(-1) !== 'filename' || algorithms.length === 0) {
    throw new AuditRefusal(`${where}: these are no columns of hashdeep.`);
  }
  const unknown = printable(algorithms.filter((algorithm) => !isKnown(algorithm)).join(', '));
  if (algorithms.every((algorithm) => !isKnown(algorithm))) {
    throw new AuditRefusal(`${where}: none of these digests is known on this machine: ${unknown}.`);
  }
  if (unknown !== '') warn(`${where}: not compared, because it is not known on this machine: ${unknown}.`);
  return algorithms.map((algorithm) => ({ algorithm, digits: isKnown(algorithm) ? digitsOf(algorithm) : undefined }));
}

function addEntry(
  line: PathText,
  columns: readonly Column[],
  into: Expectations,
  folder: PathText,
  where: string,
): 'new' | 'same' {
  const fields = line.split(',');
  const [size = '', ...rest] = fields;
  const digests = rest.slice(0, columns.length);
  const name = rest.slice(columns.length).join(',');
  const isEntry = /^\d+$/.test(size) && name !== '' && digests.length === columns.length;
  const areDigests = columns.every(({ digits }, index) => isDigest(digests[index] ?? '', digits));
  if (!isEntry || !areDigests) throw new AuditRefusal(`${where}: this is no entry of hashdeep.`);
  const inside = name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : name;
  const path = listedPath(inside);
  if (path === undefined) throw new AuditRefusal(`${where}: the name leads out of the folder. This list is not used.`);
  let result: 'new' | 'same' = 'new';
  for (const [index, { algorithm, digits }] of columns.entries()) {
    if (digits === undefined) continue;
    const outcome = into.addDigest(path, algorithm, (digests[index] ?? '').toLowerCase(), Number(size));
    if (outcome === 'contradicts') throw new AuditRefusal(`${where}: the name is listed before, with another digest.`);
    if (outcome === 'same') result = 'same';
  }
  return result;
}

function isDigest(text: string, digits: number | undefined): boolean {
  return /^[0-9a-f]+$/i.test(text) && (digits === undefined || text.length === digits);
}
