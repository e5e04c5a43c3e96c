import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { bytesOf, joinBytes } from './pathBytes';

/** Node sets times as doubles: up to 0.25 µs are lost, and once more where the literal itself was set. */
const TIME_TOLERANCE_NS = 1000n;

/** One item of a tree as it lies on disk. */
export interface Found {
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  readonly mode: number;
  readonly mtimeNs: bigint;
  readonly ino: bigint;
  readonly size: number;
  /** Bytes that are occupied on disk. */
  readonly allocated: number;
  /** Content of a file or target of a link. */
  readonly bytes: Buffer;
}

/** Everything at and below a path, by its path relative to it in latin1 (one character for each byte); `''` is itself. */
export function readTree(root: string | Buffer): Map<string, Found> {
  const found = new Map<string, Found>();
  const visit = (path: Buffer, relative: string) => {
    const stat = lstatSync(path, { bigint: true });
    const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : 'special';
    found.set(relative, {
      kind,
      mode: Number(stat.mode) & 0o7777,
      mtimeNs: stat.mtimeNs,
      ino: stat.ino,
      size: Number(stat.size),
      allocated: Number(stat.blocks) * 512,
      bytes: kind === 'file' ? readFileSync(path) : kind === 'link' ? readlinkSync(path, 'buffer') : Buffer.alloc(0),
    });
    if (kind !== 'folder') return;
    for (const name of readdirSync(path, 'buffer')) {
      visit(
        joinBytes(path, name),
        relative === '' ? name.toString('latin1') : `${relative}/${name.toString('latin1')}`,
      );
    }
  };
  visit(typeof root === 'string' ? bytesOf(root) : root, '');
  return found;
}

/**
 * What differs between a tree and its copy: names, kinds, bytes, link targets, modes, and times to the microsecond.
 * Specials of the source must be absent in the copy. Empty where the copy is right. Knows nothing of the engine.
 */
export function treeDifferences(source: string | Buffer, copy: string | Buffer): string[] {
  const [wanted, got] = [readTree(source), readTree(copy)];
  const differences: string[] = [];
  for (const [path, item] of wanted) {
    const other = got.get(path);
    got.delete(path);
    if (item.kind === 'special') {
      if (other !== undefined) differences.push(`${path}: a special was made`);
    } else if (other === undefined) differences.push(`${path}: missing`);
    else differences.push(...itemDifferences(item, other).map((what) => `${path}: ${what}`));
  }
  for (const path of got.keys()) differences.push(`${path}: not in the source`);
  return differences;
}

function itemDifferences(wanted: Found, got: Found): string[] {
  const differences: string[] = [];
  if (got.kind !== wanted.kind) return [`${got.kind} instead of ${wanted.kind}`];
  if (!got.bytes.equals(wanted.bytes)) differences.push(`other content (${got.size} of ${wanted.size} bytes)`);
  if (got.mode !== wanted.mode) differences.push(`mode ${got.mode.toString(8)} instead of ${wanted.mode.toString(8)}`);
  const late = got.mtimeNs - wanted.mtimeNs;
  if (late > TIME_TOLERANCE_NS || late < -TIME_TOLERANCE_NS) differences.push(`mtime off by ${late} ns`);
  return differences;
}
