import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { bytesOf, joinBytes } from './pathBytes';

/** What an item gets when all of its tree is made. */
export interface Attributes {
  readonly mode?: number;
  /** Nanoseconds since 1970; Node may set up to 0.25 µs less. */
  readonly mtimeNs?: bigint;
}

/** Something in a tree that is more than text or bytes; made by the functions below. */
export class TreeItem {
  constructor(
    readonly make: (path: Buffer, root: Buffer) => void,
    readonly attributes: Attributes = {},
    readonly children: TreeLiteral = {},
    /** Made after all others: it names one of them. */
    readonly isLast = false,
  ) {}
}

/**
 * A tree as a literal: text and bytes are files, a plain object is a folder. Lone surrogates U+DC80…U+DCFF in names and
 * link targets stand for bytes that are no UTF-8.
 */
export interface TreeLiteral {
  readonly [name: string]: string | Uint8Array | TreeItem | TreeLiteral;
}

/** A file with attributes of its own. */
export function file(content: string | Uint8Array, attributes: Attributes = {}): TreeItem {
  return new TreeItem((path) => writeFileSync(path, content), attributes);
}

/** A folder with attributes of its own. */
export function folder(children: TreeLiteral, attributes: Attributes = {}): TreeItem {
  return new TreeItem((path) => mkdirSync(path), attributes, children);
}

/** A symbolic link; its target need not exist. */
export function link(target: string, attributes: Omit<Attributes, 'mode'> = {}): TreeItem {
  return new TreeItem((path) => symlinkSync(bytesOf(target), path), attributes);
}

/** A further name for a file of the tree, given by its names from the root of the literal. */
export function hardLink(...names: readonly string[]): TreeItem {
  return new TreeItem((path, root) => linkSync(joinBytes(root, ...names.map(bytesOf)), path), {}, {}, true);
}

/** A named pipe that nobody has opened. */
export function fifo(): TreeItem {
  return new TreeItem((path) => execFileSync('mkfifo', [path.toString()]));
}

/** A socket that nobody listens on: its owner was killed. */
export function socket(): TreeItem {
  return new TreeItem((path) => {
    const name = path.toString();
    const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
    // Listened on in its own folder: the address of a socket has 107 bytes at most.
    spawnSync(process.execPath, ['-e', script, '--', basename(name)], { cwd: dirname(name) });
  });
}

/** A file of `size` bytes with nothing but the given pieces in it, by their positions. */
export function sparse(size: number, pieces: Readonly<Record<number, string>>): TreeItem {
  return new TreeItem((path) => {
    writeFileSync(path, '');
    truncateSync(path, size);
    const fd = openSync(path, 'r+');
    for (const [position, text] of Object.entries(pieces)) writeSync(fd, text, Number(position));
    closeSync(fd);
  });
}

/** Makes the items of a tree in an existing folder. */
export function makeTree(root: string, tree: TreeLiteral): void {
  const last: (() => void)[] = [];
  const attributes: (() => void)[] = [];
  const rootBytes = bytesOf(root);
  const make = (folderPath: Buffer, literal: TreeLiteral) => {
    for (const [name, value] of Object.entries(literal)) {
      const path = joinBytes(folderPath, bytesOf(name));
      const item = itemOf(value);
      if (item.isLast) last.push(() => item.make(path, rootBytes));
      else item.make(path, rootBytes);
      make(path, item.children);
      attributes.push(() => setAttributes(path, item.attributes));
    }
  };
  make(rootBytes, tree);
  for (const step of [...last, ...attributes]) step();
}

function itemOf(value: TreeLiteral[string]): TreeItem {
  if (value instanceof TreeItem) return value;
  return typeof value === 'string' || value instanceof Uint8Array ? file(value) : folder(value);
}

function setAttributes(path: Buffer, { mode, mtimeNs }: Attributes): void {
  if (mtimeNs !== undefined) lutimesSync(path, seconds(mtimeNs), seconds(mtimeNs));
  if (mode !== undefined) chmodSync(path, mode);
}

/** As text: a negative number would be taken for now. */
function seconds(nanoseconds: bigint): string {
  const absolute = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = String(absolute % 1_000_000_000n).padStart(9, '0');
  return `${nanoseconds < 0n ? '-' : ''}${absolute / 1_000_000_000n}.${fraction}`;
}
