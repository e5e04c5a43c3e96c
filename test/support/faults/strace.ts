import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// strace(1): what a command line asks of the system, and answers of the system that are made up.

/** One system call that ended. */
export interface SystemCall {
  readonly name: string;
  /** The arguments as strace prints them. */
  readonly text: string;
  /** Path of the file that the first argument describes, where it is a descriptor. */
  readonly path: string | undefined;
  /** Path of the file that was opened. */
  readonly opened: string | undefined;
  readonly result: number;
  /** Name of the error, such as `EIO`. */
  readonly error: string | undefined;
}

/** Runs what follows under strace, and writes the given calls of each thread into a file of its own in `folder`. */
export function tracing(folder: string, calls: readonly string[]): string[] {
  const to = join(folder, 'trace');
  return ['strace', '-ff', '-qq', '-y', '-s', '0', '-o', to, '--seccomp-bpf', '-e', `trace=${calls}`];
}

/**
 * Runs what follows under strace with an answer that is made up, such as `error=EIO:when=3` for the call `fsync`, or with
 * `signal=SIGKILL:when=3`. `when` counts for each thread by itself. Not with `--seccomp-bpf`, under which strace 6.1
 * counts wrongly.
 */
export function injecting(call: string, what: string, log = '/dev/null'): string[] {
  return ['strace', '-f', '-qq', '-y', '-s', '0', '-o', log, '-e', `trace=${call}`, '-e', `inject=${call}:${what}`];
}

/** The calls of each thread that {@link tracing} wrote, in order within each thread. */
export function tracedThreads(folder: string): SystemCall[][] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('trace.'))
    .map((name) => readFileSync(join(folder, name), 'utf8').split('\n').flatMap(parseCall));
}

/** All calls of all threads, in no order between threads. */
export function tracedCalls(folder: string): SystemCall[] {
  return tracedThreads(folder).flat();
}

// pread64(22</tmp/a.bin>, ""..., 1048576, 0) = 1048576
// openat(AT_FDCWD</work>, "/proc/self/fd/20/a.bin", O_RDONLY) = 22</tmp/a.bin>
const CALL = /^(\w+)\((.*)\)\s+= (-?\d+)(?:<([^>]*)>)?(?: (E[A-Z]+) .*)?(?: \(INJECTED\))?$/;
const DESCRIPTOR = /^\d+<([^>]*)>/;

function parseCall(line: string): SystemCall[] {
  const [, name, text, result, opened, error] = CALL.exec(line) ?? [];
  if (name === undefined || text === undefined) return [];
  return [{ name, text, path: DESCRIPTOR.exec(text)?.[1], opened, result: Number(result), error }];
}
