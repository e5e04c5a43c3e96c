import { type PathText, toBytes } from '../model/pathText';

const ESCAPED = /[\\\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };

/**
 * One line of a checksum list that `sha256sum -c` and its siblings accept: digest, two blanks, name. A name with a
 * backslash, line feed or carriage return is escaped and the line begins with a backslash (GNU coreutils manual,
 * "md5sum invocation"). Any other byte of the name stands as it is.
 */
export function checksumLine(digest: string, path: PathText): Buffer {
  if (!ESCAPED.test(path)) return Buffer.concat([Buffer.from(`${digest}  `), toBytes(path), Buffer.from('\n')]);
  const escaped = path.replace(/[\\\n\r]/g, (character) => ESCAPES[character] ?? character);
  return Buffer.concat([Buffer.from(`\\${digest}  `), toBytes(escaped), Buffer.from('\n')]);
}
