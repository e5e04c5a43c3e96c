import { type PathText, printable } from '../../engine/model/text/pathText';
import type { Translate } from '../../engine/model/text/translate';
import { shortened } from './escape';

/** Longest path on a line of its own, in characters. */
const PATH_LENGTH = 100;

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** The part of a request or a summary that names a job. */
export interface Named {
  /** The name of the first source, unless the person gave another. */
  readonly label: string;
  readonly sources: readonly PathText[];
}

/**
 * What a job is called where people see it: its label, shortened in the middle where it is long, and how many more sources
 * it has. Plain text on one line.
 *
 * @param length Longest name, in characters; there is more room in a message than in a row.
 */
export function jobName({ label, sources }: Named, t: Translate, length?: number): string {
  const name = shortName(label, length);
  return sources.length < 2 ? name : t('{0} and {1} more', name, sources.length - 1);
}

/** A name from outside, printable and shortened in the middle. */
export function shortName(name: PathText, length?: number): string {
  return isolated(shortened(printable(name), length));
}

/** A path from outside, printable and shortened in the middle, for a line of its own unless a length is given. */
export function shortPath(path: PathText, length = PATH_LENGTH): string {
  return isolated(shortened(printable(path), length));
}

/** A name that keeps to itself which way it is written: else a number beside an Arabic one would change sides (UAX #9). */
function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}

/** Where a job goes, in one line. */
export function destinationsText(destinations: readonly PathText[], t: Translate): string {
  const [first = '', ...others] = destinations;
  return others.length === 0 ? shortPath(first) : t('{0} and {1} more', shortPath(first), others.length);
}
