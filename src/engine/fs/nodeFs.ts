import * as nodeFs from 'node:fs';

/**
 * The file system module of this process. Electron patches `fs` so that `*.asar` files look like folders, in worker
 * threads too; evidence must be seen as it is, so there its unpatched `original-fs` is taken.
 */
export const fs: typeof nodeFs = process.versions['electron'] === undefined ? nodeFs : loadOriginalFs();

function loadOriginalFs(): typeof nodeFs {
  return require('original-fs');
}
