import { type PathText, printable } from '../engine/model/pathText';
import { shortened } from './escape';
import type { Translate } from './translate';

/** The part of a request or a summary that names a job. */
export interface Named {
  /** The name of the first source, unless the person gave another. */
  readonly label: string;
  readonly sources: readonly PathText[];
}

/** What a job is called where people see it: its label and how many more sources it has. Plain text on one line. */
export function jobName({ label, sources }: Named, t: Translate): string {
  const name = printable(shortened(label));
  return sources.length < 2 ? name : t('{0} and {1} more', name, sources.length - 1);
}
