import type { PathText } from '../model/text/pathText';
import { algorithmName, algorithmOfLength, digitsOf } from './algorithms';
import type { Expectations } from './expectations';
import { listedPath, localPath } from './listedPath';
import { linesOf, type ManifestText } from './manifestText';
import { AuditRefusal } from './refusal';

/**
 * `digest  name`, `digest *name`, or `digest name` as older BSDs have it; a backslash before it means that the name is
 * escaped. Just one blank or star belongs to the form, because a name may begin with more of them.
 */
const GNU = /^(\\?)([0-9A-Fa-f]{32,128})([ \t][ *]?)(.+)$/s;
/** `SHA256 (name) = digest`, as `--tag` and the BSDs write it. */
const TAGGED = /^(\\?)([A-Za-z0-9-]+(?:\/\d+)?) \((.+)\) = ([0-9A-Fa-f]{32,128})$/s;
/** Comments of the tools that write some. */
const COMMENT = /^[#;]/;

/** One line of a checksum list. */
export interface ChecksumLine {
  /** Named by the line itself, where it does. */
  readonly algorithm?: string;
  readonly digest: string;
  readonly name: PathText;
  /** Whether it is written as the tools write it: two blanks, or a blank and `*`. */
  readonly isUsual: boolean;
}

/** How a list is to be read. */
export interface ListOptions {
  /** The algorithm of all digests; undefined where their length tells. */
  readonly algorithm?: string | undefined;
  /** Whether it was made on this system, so that a name need not be safe on others. */
  readonly isLocal?: boolean;
  readonly warn: (sentence: string) => void;
}

/** Reads one line of a checksum list of GNU coreutils ("md5sum invocation") or the BSDs; undefined where it is none. */
function parseChecksumLine(text: PathText): ChecksumLine | undefined {
  const tagged = TAGGED.exec(text);
  if (tagged !== null) {
    const [, escaping = '', algorithm = '', name = '', digest = ''] = tagged;
    const named = { algorithm: algorithmName(algorithm), digest: digest.toLowerCase(), isUsual: true };
    return withName(named, name, escaping !== '');
  }
  const plain = GNU.exec(text);
  if (plain === null) return undefined;
  const [, escaping = '', digest = '', gap = '', name = ''] = plain;
  const isUsual = gap === '  ' || gap === ' *';
  return withName({ digest: digest.toLowerCase(), isUsual }, name, escaping !== '');
}

/** Adds everything that a checksum list lists. Throws {@link AuditRefusal} at the first line that is none. */
export function readChecksumList(text: ManifestText, into: Expectations, options: ListOptions): void {
  const { algorithm, isLocal = false, warn } = options;
  let unusual = 0;
  let repeated = 0;
  for (const line of linesOf(text)) {
    if (COMMENT.test(line.text)) continue;
    const where = `${text.name}, line ${line.number}`;
    const parsed = parseChecksumLine(line.text);
    if (parsed === undefined) throw new AuditRefusal(`${where}: this is no entry of a checksum list.`);
    if (!parsed.isUsual) unusual++;
    const path = isLocal ? localPath(parsed.name) : listedPath(parsed.name);
    if (path === undefined)
      throw new AuditRefusal(`${where}: the name leads out of the folder. This list is not used.`);
    const used = parsed.algorithm ?? algorithm ?? algorithmOfLength(parsed.digest.length);
    if (used === undefined || digitsOf(used) !== parsed.digest.length) {
      throw new AuditRefusal(
        `${where}: a digest of ${parsed.digest.length} digits is none of ${used ?? 'any known kind'}.`,
      );
    }
    const outcome = into.addDigest(path, used, parsed.digest);
    if (outcome === 'contradicts') throw new AuditRefusal(`${where}: the name is listed before, with another digest.`);
    if (outcome === 'same') repeated++;
  }
  if (text.hasByteOrderMark) warn(`${text.name} begins with a byte order mark.`);
  if (unusual > 0) warn(`${text.name} has ${unusual} lines that are not spaced as usual.`);
  if (repeated > 0) warn(`${text.name} lists ${repeated} names more than once, with equal digests.`);
}

const ESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r' };

function withName(line: Omit<ChecksumLine, 'name'>, name: PathText, isEscaped: boolean): ChecksumLine | undefined {
  if (!isEscaped) return { ...line, name };
  const plain = name.replaceAll(/\\[\\nr]/g, (pair) => ESCAPES[pair] ?? pair);
  // A backslash that escapes nothing: GNU takes such a line for damaged.
  return name.replaceAll(/\\[\\nr]/g, '').includes('\\') ? undefined : { ...line, name: plain };
}
