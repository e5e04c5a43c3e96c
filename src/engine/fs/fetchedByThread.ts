import { fs } from './nodeFs';

const COUNTERS = '/proc/thread-self/io';
const text = Buffer.alloc(1024);

/** Opened once in each thread: the path leads to the thread that opens it, and reading a descriptor anew gives new numbers. */
let descriptor: number | undefined;

/**
 * Bytes that the calling thread has made the storage deliver, from `read_bytes` of proc_pid_io(5): what came out of the
 * page cache is not counted, and other threads are not either.
 */
export function fetchedByThread(): number | undefined {
  try {
    descriptor ??= fs.openSync(COUNTERS, 'r');
    const length = fs.readSync(descriptor, text, 0, text.length, 0);
    const found = /^read_bytes: (\d+)$/m.exec(text.toString('latin1', 0, length));
    return found?.[1] === undefined ? undefined : Number(found[1]);
  } catch {
    // Not Linux, or a kernel without these counters: then nothing can be proved by them.
    return undefined;
  }
}
