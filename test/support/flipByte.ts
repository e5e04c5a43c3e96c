import { readFileSync, writeFileSync } from 'node:fs';
import { type PathText, toBytes } from '../../src/engine/model/text/pathText';

/** Flips one bit of the byte in the middle of a file. */
export function flipByte(path: PathText): void {
  const bytes = readFileSync(toBytes(path));
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(toBytes(path), bytes);
}
