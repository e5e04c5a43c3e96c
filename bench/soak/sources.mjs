import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, openSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../scripts/support/problem.mjs';
import { sha256 } from './independentTools.mjs';

const CHUNK = 8 * 2 ** 20;
/** Room that is left on the disk, in bytes: the machine has other work to do. */
const SPARE = 4e9;

/** A large file and its digest as openssl gives it. */
/** @typedef {{ path: string, size: number, digest: string }} SourceFile */

/** Large files of bytes that look random, made when they are first asked for, and kept for further cases. */
export class Sources {
  /** @type {Map<string, SourceFile>} */
  #files = new Map();

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /**
   * @param {string} name
   * @param {number} size Bytes.
   * @returns {Promise<SourceFile>}
   */
  async file(name, size) {
    const known = this.#files.get(name);
    if (known?.size === size) return known;
    this.expectRoomFor(size);
    const path = join(this.folder, name);
    writeRandomFile(path, size);
    const file = { path, size, digest: await sha256(path) };
    this.#files.set(name, file);
    return file;
  }

  /**
   * @param {number} bytes
   * @throws {Problem} where the disk has no room for them
   */
  expectRoomFor(bytes) {
    const { bavail, bsize } = statfsSync(this.folder);
    const free = bavail * bsize - SPARE;
    if (free < bytes) throw new Problem(`This needs ${bytes} bytes on the disk, and ${free} may be used.`);
  }
}

/**
 * Writes a file of bytes that look random and are the same for the same name.
 *
 * @param {string} path
 * @param {number} size Bytes.
 */
export function writeRandomFile(path, size) {
  const key = createHash('sha256').update(path).digest().subarray(0, 16);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  const zeros = Buffer.alloc(Math.min(CHUNK, size));
  const file = openSync(path, 'wx');
  try {
    for (let left = size; left > 0; left -= zeros.length) {
      const bytes = cipher.update(left < zeros.length ? zeros.subarray(0, left) : zeros);
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    }
  } finally {
    closeSync(file);
  }
}
