import { say } from './say.mjs';

/** Something the person has to know or do: the message says both, a stack trace would not help. */
export class Problem extends Error {
  name = 'Problem';
}

/**
 * Runs the main function of a script and sets the exit code: what it returns, or 1 when it throws.
 *
 * @param {() => Promise<number | void>} script
 */
export async function runScript(script) {
  try {
    process.exitCode = (await script()) ?? 0;
  } catch (error) {
    say(error instanceof Problem ? `\n${error.message}` : `\n${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 1;
  }
}
