import { constants } from 'node:os';
import { say } from './say.mjs';

/** Something the person has to know or do: the message says both, a stack trace would not help. */
export class Problem extends Error {
  /** @override */
  name = 'Problem';
}

/** Exit code of a program that was ended by a signal is this and the number of the signal. */
const SIGNAL_EXIT = 128;

/**
 * Runs the main function of a script and sets the exit code: what it returns, or 1 when it throws. A signal ends the
 * process in order, so that what is to be done at its exit is done.
 *
 * @param {() => Promise<number | void>} script
 */
export async function runScript(script) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => process.exit(SIGNAL_EXIT + constants.signals[signal]));
  }
  try {
    process.exitCode = (await script()) ?? 0;
  } catch (error) {
    say(error instanceof Problem ? `\n${error.message}` : `\n${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 1;
  }
}
