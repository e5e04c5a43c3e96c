import { installPackages } from '../support/installPackages.mjs';
import { Problem } from '../support/problem.mjs';
import { CommandFailed, findProgram } from '../support/runCommand.mjs';
import { say, step } from '../support/say.mjs';

/** Programs of the system that are needed to run the window, by name; each is in the Debian package of that name. */
export const TO_RUN = ['chromium'];

/** Programs that are needed to build two small addons of the server. */
export const TO_BUILD = ['g++', 'make', 'python3'];

/**
 * Makes sure that programs of the system are there, and installs their Debian packages where this process may.
 *
 * @param {readonly string[]} programs
 */
export async function ensurePrograms(programs) {
  const missing = programs.filter((program) => findProgram(program) === undefined);
  if (missing.length === 0) return;
  const remedy = `Install ${missing.join(', ')}, on Debian or Ubuntu with:\n  sudo apt-get install ${missing.join(' ')}\nand start again.`;
  if (findProgram('apt-get') === undefined || process.getuid?.() !== 0) {
    throw new Problem(`Not found on this machine: ${missing.join(', ')}. ${remedy}`);
  }
  try {
    await step(`Installing Debian packages: ${missing.join(' ')}`, () => installPackages(missing));
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    say(error.message);
    throw new Problem(`apt-get could not install ${missing.join(', ')} (see above; is there a network?). ${remedy}`);
  }
}
