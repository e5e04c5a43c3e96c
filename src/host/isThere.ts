import { lstat } from 'node:fs/promises';
import { type PathText, toBytes } from '../engine/model/text/pathText';

/** Whether something has this path, without following a link. What cannot be told counts as not there. */
export async function isThere(path: PathText): Promise<boolean> {
  try {
    await lstat(toBytes(path));
    return true;
  } catch {
    // Whatever the reason: it cannot be shown, and the engine looks again before it writes and names the cause.
    return false;
  }
}
