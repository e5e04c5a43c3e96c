import type { PathText } from '../model/text/pathText';
import type { Pulse } from '../model/thread/pulse';

/** Names that Node does not know (`e.code` is "UNKNOWN"), by errno of Linux. */
const UNNAMED: Readonly<Record<number, string>> = {
  [-122]: 'EDQUOT',
  [-117]: 'EUCLEAN',
  [-116]: 'ESTALE',
  [-74]: 'EBADMSG',
  [-123]: 'ENOMEDIUM',
  [-124]: 'EMEDIUMTYPE',
  [-121]: 'EREMOTEIO',
};

/** A system call that failed: its error name, the call and the path it was about. */
export class SystemError extends Error {
  override readonly name = 'SystemError';

  constructor(
    readonly code: string,
    readonly syscall: string,
    readonly path: PathText,
    message: string,
    /** Bytes from the start of the file to where it failed, where that is known. */
    readonly offset?: number,
  ) {
    super(message);
  }
}

/** Runs one call of Node's `fs` and turns what it throws into a {@link SystemError}. That it returned is a beat of `pulse`. */
export function systemCall<T>(pulse: Pulse, path: PathText, syscall: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw toSystemError(error, path, syscall);
  } finally {
    pulse.beat();
  }
}

function toSystemError(error: unknown, path: PathText, syscall: string): SystemError {
  if (error instanceof SystemError) return error;
  const { code, errno } = numbersOf(error);
  const name = (errno === undefined ? undefined : UNNAMED[errno]) ?? code ?? 'UNKNOWN';
  const message = error instanceof Error ? error.message : String(error);
  // Node's own message repeats a path that may be a descriptor path or badly decoded; ours goes without.
  return new SystemError(name, syscall, path, `${message.split(', ')[0] ?? message} (${name}, ${syscall})`);
}

function numbersOf(error: unknown): { code: string | undefined; errno: number | undefined } {
  if (typeof error !== 'object' || error === null) return { code: undefined, errno: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const errno = 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined;
  return { code, errno };
}
