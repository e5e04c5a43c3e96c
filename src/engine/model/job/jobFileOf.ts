import { basename } from 'node:path';
import type { JobRequest } from './job';

/** The label of a job that was given none: the name of its first source. */
export function defaultLabel(sources: readonly string[]): string {
  const [first = ''] = sources;
  return basename(first) || first;
}

/**
 * The text of a job file that asks for the same job once more: `parseJobFile` gives the request back, but for where records
 * go, which job files do not say.
 */
export function jobFileOf({ records: _, label, packageName, ...request }: JobRequest): string {
  // The name of a file may be no valid label; as the default it need not be one.
  const named = label === defaultLabel(request.sources) ? request : { label, ...request };
  const jobFile = packageName === undefined ? named : { ...named, folderTemplate: packageName };
  return `${JSON.stringify(jobFile, null, 2)}\n`;
}
