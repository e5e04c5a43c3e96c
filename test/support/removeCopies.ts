import { chmodSync, existsSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { type PathText, toBytes } from '../../src/engine/model/text/pathText';

/**
 * Removes a folder of copies that was made for a trial, with all that is in it. Names may be any bytes, and copied
 * folders may have modes that keep their own maker out, so these are opened up first. Links are not followed.
 */
export function removeCopies(folder: PathText): void {
  const path = toBytes(folder);
  if (existsSync(path)) remove(path);
}

function remove(folder: Buffer): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const path = Buffer.concat([folder, Buffer.from('/'), entry.name]);
    if (entry.isDirectory()) remove(path);
    else unlinkSync(path);
  }
  rmdirSync(folder);
}
