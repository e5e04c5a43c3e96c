import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../../scripts/support/paths.mjs';

/** @type {Readonly<Record<string, string>>} */
const TITLES = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.nls.json'), 'utf8'));

/**
 * The title of a command as menus show it.
 *
 * @param {string} command Its id without `evidenceCopy.`.
 */
export function commandTitle(command) {
  const title = TITLES[`command.${command}`];
  if (title === undefined) throw new Error(`No command is called ${command}.`);
  return title;
}
