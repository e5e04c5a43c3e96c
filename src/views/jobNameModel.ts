import type { Translate } from './translate';

/** What a job is called where people see it: its label and, as that names the first source only, how many more it has. */
export function jobName(label: string, sources: readonly unknown[], t: Translate): string {
  return sources.length < 2 ? label : t('{0} and {1} more', label, sources.length - 1);
}
