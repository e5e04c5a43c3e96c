import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { sep } from 'node:path';

/** @typedef {import('node:fs').Stats} Stats */

/** Times may be set to a fraction of this less than they were, because not every interface takes nanoseconds. */
const TIME_TOLERANCE_MS = 1;

/**
 * Compares two folders by what is on the disk: names as bytes, types, content, targets of links, modes and times.
 * Knows nothing of the extension, so that it can contradict it.
 *
 * @param {string} source
 * @param {string} copy
 * @returns {{ items: number, differences: string[] }}
 */
export function compareTrees(source, copy) {
  /** @type {string[]} */
  const differences = [];
  const items = compareItems(Buffer.from(source), Buffer.from(copy), differences);
  return { items, differences };
}

/**
 * @param {Buffer} source
 * @param {Buffer} copy
 * @param {string[]} differences
 * @returns {number} How many items there are in the source.
 */
function compareItems(source, copy, differences) {
  const wanted = lstatSync(source);
  const got = lstatSync(copy, { throwIfNoEntry: false });
  const ways = got === undefined ? ['is not in the copy'] : waysTheyDiffer({ source, wanted, copy, got });
  for (const way of ways) differences.push(`${JSON.stringify(source.toString())} ${way}`);
  // What is in a folder that is not there needs no mention of its own, but counts.
  return wanted.isDirectory() ? compareFolders(source, copy, got?.isDirectory() === true, differences) : 1;
}

/**
 * @param {{ source: Buffer, wanted: Stats, copy: Buffer, got: Stats }} pair
 * @returns {string[]}
 */
function waysTheyDiffer({ source, wanted, copy, got }) {
  if (typeOf(wanted) !== typeOf(got)) return [`is a ${typeOf(wanted)}, in the copy a ${typeOf(got)}`];
  const ways = [];
  if (wanted.mode !== got.mode) ways.push('has another mode in the copy');
  if (Math.abs(wanted.mtimeMs - got.mtimeMs) > TIME_TOLERANCE_MS)
    ways.push('has another modification time in the copy');
  if (wanted.isFile() && !digest(source).equals(digest(copy))) ways.push('has other content in the copy');
  if (wanted.isSymbolicLink() && !linkTarget(source).equals(linkTarget(copy)))
    ways.push('points elsewhere in the copy');
  return ways;
}

/**
 * @param {Buffer} source
 * @param {Buffer} copy
 * @param {boolean} isThere Whether the copy is a folder, too.
 * @param {string[]} differences
 */
function compareFolders(source, copy, isThere, differences) {
  let items = 1;
  const names = readdirSync(source, { encoding: 'buffer' });
  for (const name of names) {
    const missing = isThere ? differences : [];
    items += compareItems(within(source, name), within(copy, name), missing);
  }
  for (const name of isThere ? readdirSync(copy, { encoding: 'buffer' }) : []) {
    if (names.some((known) => known.equals(name))) continue;
    differences.push(`${JSON.stringify(within(copy, name).toString())} is only in the copy`);
  }
  return items;
}

/** @param {Stats} stats */
function typeOf(stats) {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'special file';
}

/** @param {Buffer} file */
function digest(file) {
  return createHash('sha256').update(readFileSync(file)).digest();
}

/** @param {Buffer} link */
function linkTarget(link) {
  return readlinkSync(link, { encoding: 'buffer' });
}

/**
 * @param {Buffer} folder
 * @param {Buffer} name
 */
function within(folder, name) {
  return Buffer.concat([folder, Buffer.from(sep), name]);
}
