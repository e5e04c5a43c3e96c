import { isUtf8 } from 'node:buffer';
import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { fileFault, type JobFileFault, Positions, shown } from './jobFileFault';

/** A job file is refused before it is parsed if it has more bytes. */
export const JOB_FILE_BYTES = 1024 * 1024;
/** More than any valid job file needs. */
const MOST_DEPTH = 16;
/** One mistake can make a parser stumble many times: no more than this many are told. */
const MOST_SYNTAX_FAULTS = 10;

/** Keys that mean something to JavaScript itself. No job file has them. */
const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The last kind of token a scanner of jsonc-parser gives. */
const END_OF_FILE = 17;

const SYNTAX: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this word has no meaning in JSON; text stands in double quotes',
  InvalidNumberFormat: 'this is no number of JSON',
  PropertyNameExpected: 'a key in double quotes is expected here; no comma stands after the last one',
  ValueExpected: 'a value is expected here; no comma stands after the last one',
  ColonExpected: 'a colon is expected here, between key and value',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a closing brace } is missing',
  CloseBracketExpected: 'a closing bracket ] is missing',
  EndOfFileExpected: 'there is something after the end of the job',
  InvalidCommentToken: 'comments are not allowed in job files',
  UnexpectedEndOfComment: 'comments are not allowed in job files',
  UnexpectedEndOfString: 'the closing double quotes of a text are missing',
  UnexpectedEndOfNumber: 'this number is cut off',
  InvalidUnicode: 'after \\u four hexadecimal digits are expected',
  InvalidEscapeCharacter: 'there is no such escape in JSON; a backslash in a text is written \\\\',
  InvalidCharacter: 'a control character stands in a text; write it as \\n, \\t or \\u with four digits',
};

/** A text that is JSON throughout, with positions. */
export interface JobDocument {
  readonly positions: Positions;
  readonly root: Node;
  /** What the text says. Its objects have no key twice, and none that means something to JavaScript itself. */
  readonly value: unknown;
}

/** Whether a text was JSON, or has faults. */
export function isDocument(read: JobDocument | readonly JobFileFault[]): read is JobDocument {
  return 'root' in read;
}

/** Reads the bytes of a job file as strict JSON in UTF-8; gives every fault if it is not. A byte order mark is skipped. */
export function readJobDocument(bytes: Uint8Array): JobDocument | readonly JobFileFault[] {
  if (bytes.byteLength > JOB_FILE_BYTES) {
    return [fileFault(`has more than ${JOB_FILE_BYTES} bytes; a job file is far smaller`)];
  }
  if (!isUtf8(bytes)) {
    return [fileFault('is not UTF-8 text; save it with the encoding UTF-8', firstLineNotUtf8(Buffer.from(bytes)))];
  }
  const text = new TextDecoder('utf-8').decode(bytes);
  const positions = new Positions(text);
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== undefined) {
    const message = `lists or objects lie more than ${MOST_DEPTH} deep; expected 3 at most`;
    return [positions.fault({ offset: tooDeep, length: 1 }, [], message)];
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (root === undefined && text.trim() === '') return [fileFault('is empty; expected a job')];
  if (errors.length > 0 || root === undefined) return syntaxFaults(positions, errors);
  const faults = keyFaults(positions, root, []);
  return faults.length > 0 ? faults : parsed(text, positions, root);
}

/** By the parser of JavaScript, which has the last word on what is JSON. */
function parsed(text: string, positions: Positions, root: Node): JobDocument | readonly JobFileFault[] {
  try {
    const value: unknown = JSON.parse(text);
    return { positions, root, value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [positions.fault(root, [], `is not JSON: ${shown(error.message)}`)];
  }
}

/** Bytes of other characters never hold that of a line feed, so lines can be looked at one by one. */
function firstLineNotUtf8(bytes: Buffer): number {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

/** The offset of the first bracket that lies too deep. Looked at before parsing, which is recursive. */
function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.scan() !== END_OF_FILE) {
    const token = scanner.getTokenLength() === 1 ? text[scanner.getTokenOffset()] : '';
    if (token === '{' || token === '[') depth++;
    if (token === '}' || token === ']') depth--;
    if (depth > MOST_DEPTH) return scanner.getTokenOffset();
  }
  return undefined;
}

/** The first on each line: those after it mostly follow from it. */
function syntaxFaults(positions: Positions, errors: readonly ParseError[]): JobFileFault[] {
  const faults: JobFileFault[] = [];
  for (const error of errors) {
    const fault = positions.fault(error, [], SYNTAX[printParseErrorCode(error.error)] ?? 'this is not JSON');
    if (faults.at(-1)?.line !== fault.line) faults.push(fault);
    if (faults.length === MOST_SYNTAX_FAULTS) break;
  }
  return faults;
}

/** Keys that stand twice in one object, of which parsers take one or the other, and keys of JavaScript itself. */
function keyFaults(positions: Positions, node: Node, path: readonly PropertyKey[]): JobFileFault[] {
  const children = node.children ?? [];
  if (node.type === 'array') return children.flatMap((child, index) => keyFaults(positions, child, [...path, index]));
  const faults: JobFileFault[] = [];
  const seen = new Set<string>();
  for (const [key, value] of children.map((property) => property.children ?? [])) {
    const name: unknown = key?.value;
    if (key === undefined || typeof name !== 'string') continue;
    const here = [...path, name];
    if (UNSAFE_KEYS.has(name)) faults.push(positions.fault(key, here, 'is no key of a job file'));
    else if (seen.has(name)) faults.push(positions.fault(key, here, 'stands twice; expected once'));
    seen.add(name);
    if (value !== undefined) faults.push(...keyFaults(positions, value, here));
  }
  return faults;
}
