import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { removeTree } from '../../scripts/support/removeTree.mjs';
import { withTemporaryDirectory } from '../../scripts/support/temporaryDirectory.mjs';

/** Where a soak run keeps its sources and copies. */
export class WorkFolder {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
  }

  /** @param {string} name */
  subfolder(name) {
    const folder = join(this.path, name);
    mkdirSync(folder);
    return folder;
  }

  /**
   * Lends a folder and removes it afterwards.
   *
   * @template Result
   * @param {string} name
   * @param {(folder: string) => Promise<Result>} use
   */
  async within(name, use) {
    const folder = this.subfolder(name);
    try {
      return await use(folder);
    } finally {
      await removeTree(folder);
    }
  }
}

/**
 * Hands over a work folder below `parent`, or below the folder for temporary files, and removes it afterwards.
 *
 * @template Result
 * @param {string | undefined} parent
 * @param {(work: WorkFolder) => Promise<Result>} use
 */
export function withWorkFolder(parent, use) {
  return withTemporaryDirectory('evidence-copy-soak-', (directory) => use(new WorkFolder(directory)), parent);
}
