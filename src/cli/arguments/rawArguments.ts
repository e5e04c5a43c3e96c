import { readFileSync } from 'node:fs';
import { fromBytes, type PathText } from '../../engine/model/text/pathText';

/**
 * The arguments after the script. Node decodes them as UTF-8 and loses what is not; on Linux their bytes are in
 * `/proc/self/cmdline`.
 */
export function rawArguments(): PathText[] {
  const decoded = process.argv.slice(2);
  if (process.platform !== 'linux' || !decoded.some((argument) => argument.includes('\ufffd'))) return decoded;
  return lastArguments(readFileSync('/proc/self/cmdline'), decoded.length);
}

/** The last `count` arguments of a command line as the kernel keeps it: each ends with a NUL. */
export function lastArguments(commandLine: Buffer, count: number): PathText[] {
  const all: PathText[] = [];
  for (let start = 0; start < commandLine.length; ) {
    const end = commandLine.indexOf(0, start);
    const stop = end < 0 ? commandLine.length : end;
    all.push(fromBytes(commandLine.subarray(start, stop)));
    start = stop + 1;
  }
  return all.slice(all.length - count);
}
