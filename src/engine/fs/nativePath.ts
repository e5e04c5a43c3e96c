import { fromBytes, isPlainText, type PathText, toBytes } from '../model/text/pathText';
import { fs } from './nodeFs';

/** Windows addresses names by path and text; everybody else by open folder and bytes. */
export const isWindows = process.platform === 'win32';

/** A path as Node takes it: on POSIX it is bytes, which Node makes of plain text itself; on Windows it is text. */
export function native(path: PathText): string | Buffer {
  return isWindows || isPlainText(path) ? path : toBytes(path);
}

/** The path of what a path leads to, without links. */
export function realPath(path: PathText): PathText {
  return isWindows ? fs.realpathSync.native(path) : fromBytes(fs.realpathSync.native(native(path), 'buffer'));
}
