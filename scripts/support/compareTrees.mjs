import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { sep } from 'node:path';

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
  const differs = (/** @type {string} */ how) => differences.push(`${JSON.stringify(source.toString())} ${how}`);
  const wanted = lstatSync(source);
  const got = lstatSync(copy, { throwIfNoEntry: false });
  if (got === undefined) return differs('is not in the copy');
  if (typeOf(wanted) !== typeOf(got)) return differs(`is a ${typeOf(wanted)}, in the copy a ${typeOf(got)}`);
  if (wanted.mode !== got.mode) differs('has another mode in the copy');
  if (Math.abs(wanted.mtimeMs - got.mtimeMs) > TIME_TOLERANCE_MS) differs('has another modification time in the copy');
  if (wanted.isFile() && !digest(source).equals(digest(copy))) differs('has other content in the copy');
  if (wanted.isSymbolicLink() && !linkTarget(source).equals(linkTarget(copy))) differs('points elsewhere in the copy');
  return wanted.isDirectory() ? compareFolders(source, copy, differences) : 1;
}

/**
 * @param {Buffer} source
 * @param {Buffer} copy
 * @param {string[]} differences
 */
function compareFolders(source, copy, differences) {
  let items = 1;
  const names = readdirSync(source, { encoding: 'buffer' });
  for (const name of names) items += compareItems(within(source, name), within(copy, name), differences);
  for (const name of readdirSync(copy, { encoding: 'buffer' })) {
    if (names.some((known) => known.equals(name))) continue;
    differences.push(`${JSON.stringify(within(copy, name).toString())} is only in the copy`);
  }
  return items;
}

/** @param {import('node:fs').Stats} stats */
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
