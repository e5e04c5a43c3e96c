import type { Folder } from '../fs/fileSystem';
import type { JobHistory } from '../journal/history';
import type { Attempt, JobRequest } from '../model/job/job';
import type { PathText } from '../model/text/pathText';
import type { JobControl } from '../model/thread/jobControl';
import { checkBagName } from '../plan/checkBagName';
import { checkNames } from '../plan/checkNames';
import { checkZipName } from '../plan/checkZipName';
import { type FoundDestination, findDestination, makeDestination, removeMade } from '../plan/destination';
import { noteSurroundings } from '../plan/notices';
import { type SelectedSource, selectSources } from '../plan/selection';
import { checkRecordsFolder } from '../records/checkRecordsFolder';
import { Staging } from '../staging/staging';
import { destinationOf, type JobParts } from './endings';

/** What is known once the destination holds a staging folder for the attempt. */
export interface Staged {
  /** The attempt as it is: one that continues a job has the request of its first one. */
  readonly attempt: Attempt;
  readonly sources: readonly SelectedSource[];
  readonly found: FoundDestination;
  /** Names that the selected sources will have at the destination, by their own names. */
  readonly finalNames: ReadonlyMap<PathText, PathText>;
  readonly destination: Folder;
  readonly staging: Staging;
  /** What earlier attempts of the job did; undefined where there is nothing to continue. */
  readonly history?: JobHistory;
}

/**
 * Looks at everything that can be known before anything is written; then makes the destination, if need be, and the
 * staging folder. Throws {@link import('../plan/preflightError').PreflightError} or a failure; then nothing is left behind.
 */
export function stageJob(parts: JobParts, control: JobControl): Staged {
  const { attempt, fs, events } = parts;
  const { request } = attempt;
  const sources = selectSources(fs, request.sources);
  checkRecordsFolder(fs, sources, request);
  const found = findDestination(fs, destinationOf(request));
  const finalNames = lookAtNames(sources, found, parts, control);
  const destination = makeDestination(found);
  try {
    const staging = Staging.create(destination, attempt);
    events.staged(staging.path);
    return { attempt, sources, found, finalNames, destination, staging };
  } catch (error) {
    destination.close();
    removeMade(fs, found);
    throw error;
  }
}

/** The name of each selected item at the place it goes to. Throws {@link import('../plan/preflightError').PreflightError}. */
export function namesAt(sources: readonly SelectedSource[], found: FoundDestination, request: JobRequest) {
  if (request.layout === 'bag') return checkBagName(sources, found, request);
  return checkNames(sources, found, request.conflict);
}

function lookAtNames(
  sources: readonly SelectedSource[],
  found: FoundDestination,
  { attempt, summary }: JobParts,
  control: JobControl,
): ReadonlyMap<PathText, PathText> {
  try {
    const finalNames = namesAt(sources, found, attempt.request);
    checkZipName(attempt.request, finalNames.values(), found);
    noteSurroundings(sources, found.nearest, summary);
    control.checkpoint();
    return finalNames;
  } catch (error) {
    found.nearest.close();
    throw error;
  }
}
