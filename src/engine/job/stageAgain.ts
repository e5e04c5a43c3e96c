import { failureAt, onDestination } from '../fs/failures';
import { below } from '../fs/names';
import { removeTree } from '../fs/removeTree';
import type { JobHistory } from '../journal/history';
import type { Attempt } from '../model/job/job';
import type { JobSummary } from '../model/result/summary';
import type { PathText } from '../model/text/pathText';
import type { JobControl } from '../model/thread/jobControl';
import { type FoundDestination, findDestination } from '../plan/destination';
import { noteSurroundings } from '../plan/notices';
import { selectSources } from '../plan/selection';
import { beginAgain, beginFromRecords, isOver, type LeftJob, openLeftJob, requestOf } from '../resume/continueJob';
import { findLastRecords, recordsRootsOf } from '../resume/lastRecords';
import { removedName, stagingName } from '../staging/heldStaging';
import type { Staging } from '../staging/staging';
import { destinationOf, type JobParts } from './endings';
import { namesAt, type Staged } from './stageJob';

/** A job that needs no further attempt, and how its last one ended. */
export interface OverJob {
  readonly over: JobSummary;
}

/**
 * Begins a further attempt at a job of which earlier ones have left something at the destination; undefined where they have
 * not. A job that was killed when all was done only loses its staging folder. Throws
 * {@link import('../plan/preflightError').PreflightError} or a failure; then everything is as it was.
 */
export function stageAgain(parts: JobParts, control: JobControl): Staged | OverJob | undefined {
  const { attempt, fs } = parts;
  const found = findDestination(fs, destinationOf(attempt.request));
  try {
    removeForgotten(found, attempt);
    const stagingDir = stagingIn(found, attempt);
    parts.summary.stagingLeft = stagingDir;
    const left = stagingDir === null ? undefined : openLeftJob(found.nearest, attempt.jobId);
    const staged = (left && fromStaging(left, found, parts, control)) ?? fromRecords(found, parts, control);
    if (staged === undefined && attempt.continues) throw failureAt('notFound', found.path);
    if (staged === undefined || 'over' in staged) found.nearest.close();
    return staged;
  } catch (error) {
    found.nearest.close();
    throw error;
  }
}

/** Absolute path of the staging folder of a job; null where there is none. */
function stagingIn({ path, nearest, missing }: FoundDestination, { jobId }: Attempt): PathText | null {
  const name = stagingName(jobId);
  const isThere = missing.length === 0 && onDestination(() => nearest.find(name))?.kind === 'folder';
  return isThere ? below(path, name) : null;
}

/** Undefined where the staging folder only had to be removed to its end. */
function fromStaging(
  left: LeftJob,
  found: FoundDestination,
  parts: JobParts,
  control: JobControl,
): Staged | OverJob | undefined {
  const { history, held } = left;
  const over = isOver(left, found.nearest, parts.fs) ? history.summary : undefined;
  if (over !== undefined || history.wasDiscarded) {
    held.remove();
    parts.summary.stagingLeft = null;
    return over && { over };
  }
  const attempt = nextAttempt(parts.attempt, history);
  let looked: Looked;
  try {
    looked = lookAgain(history, attempt, found, parts, control);
  } catch (error) {
    held.release();
    throw error;
  }
  return begun(beginAgain(left, attempt), attempt, looked, found, history, parts);
}

/** Nothing is staged: what is left of the job are the records of its last attempt. */
function fromRecords(found: FoundDestination, parts: JobParts, control: JobControl): Staged | OverJob | undefined {
  const { fs } = parts;
  const last = onDestination(() => findLastRecords(fs, recordsRootsOf(fs, parts.attempt.request), parts.attempt.jobId));
  if (last === undefined) return undefined;
  const { history } = last;
  if (history.summary?.status === 'complete') return { over: history.summary };
  if (found.missing.length > 0) return undefined;
  const attempt = nextAttempt(parts.attempt, history);
  const looked = lookAgain(history, attempt, found, parts, control);
  return begun(beginFromRecords(fs, found.nearest, last, attempt), attempt, looked, found, history, parts);
}

/** Removing a staging folder was cut off when it had lost its name already. */
function removeForgotten({ nearest, missing }: FoundDestination, { jobId }: Attempt): void {
  const name = removedName(stagingName(jobId));
  onDestination(() => {
    if (missing.length === 0 && nearest.find(name) !== undefined) removeTree(nearest, name);
  });
}

type Looked = Pick<Staged, 'sources' | 'finalNames'>;

function begun(
  staging: Staging,
  attempt: Attempt,
  looked: Looked,
  found: FoundDestination,
  history: JobHistory,
  { events }: JobParts,
): Staged {
  events.staged(staging.path);
  return { attempt, ...looked, found, destination: found.nearest, staging, history };
}

/** The attempt that follows: what the log says comes before what was asked for. */
function nextAttempt(asked: Attempt, history: JobHistory): Attempt {
  return {
    ...asked,
    attempt: Math.max(asked.attempt, history.lastAttempt + 1),
    request: requestOf(history, asked),
  };
}

/** The sources and the names of the job, as the plan has them; without a plan they are looked at as in a first attempt. */
function lookAgain(
  history: JobHistory,
  { request }: Attempt,
  found: FoundDestination,
  { fs, summary }: JobParts,
  control: JobControl,
): Looked {
  const sources = selectSources(fs, request.sources);
  noteSurroundings(sources, found.nearest, summary);
  control.checkpoint();
  return { sources, finalNames: history.planned?.names ?? namesAt(sources, found, request) };
}
