import type { SourceTrees } from './copy/sourceTrees';
import { failureFrom } from './fs/failures';
import type { FileSystem, Folder } from './fs/fileSystem';
import { SystemError } from './fs/systemError';
import { CancelledError } from './jobControl';
import type { JobEvents } from './jobEvents';
import type { CustodyEvent } from './journal/custodyEvent';
import type { OutcomeTeller } from './ledger/outcomeTeller';
import type { Failure } from './model/failure';
import type { Attempt, JobRequest } from './model/job';
import { type PathText, printable } from './model/pathText';
import type { SharedState } from './model/sharedState';
import type { JobSummary } from './model/summary';
import { type FoundDestination, removeMade } from './plan/destination';
import { PreflightError } from './plan/preflightError';
import { settleStoppedJob } from './settleJob';
import type { Staging } from './staging/staging';
import type { SummaryBuilder } from './summaryBuilder';

const STOPPED_WHILE_PUBLISHING =
  'The job stopped while it gave out final names: some items may have theirs already, proved like all others.';

/** What every ending of a job needs. */
export interface JobParts {
  readonly attempt: Attempt;
  readonly fs: FileSystem;
  readonly shared: SharedState;
  readonly events: JobEvents;
  readonly summary: SummaryBuilder;
  readonly teller: OutcomeTeller;
}

/** What a job has in its hands from the moment that the destination holds a staging folder. */
export interface StagedParts {
  readonly staging: Staging;
  readonly destination: Folder;
  /** Absolute path of the folder that the payload goes to. */
  readonly payloadPath: PathText;
  readonly found: FoundDestination;
  readonly sources: SourceTrees;
  /** Whether earlier attempts have left something that is in the staging folder. */
  readonly isFurther: boolean;
}

/** The one destination that is served for now. */
export function destinationOf({ destinations }: JobRequest): PathText {
  return destinations[0] ?? '';
}

/** The summary of an attempt that was not begun: nothing was written, and what earlier attempts have left is still there. */
export function endNotBegun(error: unknown, { attempt, summary }: JobParts): JobSummary {
  const failures = error instanceof PreflightError ? error.failures : [failureFrom(error)];
  for (const failure of failures) summary.addFailure(failure);
  return summary.finish({
    status: error instanceof CancelledError ? 'cancelled' : 'failed',
    destination: destinationOf(attempt.request),
    recordsDir: null,
    stagingDir: summary.stagingLeft,
  });
}

/**
 * The summary of a job that ended before it had published everything. Staging is removed where nothing was copied yet
 * or the person said so, and kept in all other cases.
 */
export function endStopped(error: unknown, staged: StagedParts, parts: JobParts): JobSummary {
  const { summary } = parts;
  const destination = staged.destination.path;
  if (error instanceof PreflightError) {
    for (const failure of error.failures) summary.addFailure(failure);
    const [failure] = error.failures;
    if (staged.isFurther && failure !== undefined)
      noteInLog(staged.staging, parts.events, { event: 'stopped', failure });
    const stagingDir = leaveStaging(staged.staging, staged.isFurther, parts);
    removeMade(parts.fs, staged.found);
    return summary.finish({ status: 'failed', destination, recordsDir: null, stagingDir });
  }
  const cancelled = error instanceof CancelledError;
  const failure = withMissingResource(failureFrom(error), staged.destination);
  summary.stop(failure);
  if (parts.shared.phase === 'publishing') summary.addNotice(STOPPED_WHILE_PUBLISHING);
  noteInLog(staged.staging, parts.events, { event: 'stopped', failure });
  attempt('the outcomes could not be read', parts.events, () =>
    settleStoppedJob(staged.staging.attemptFolder, cancelled, staged.payloadPath, staged.sources, parts.teller),
  );
  const stagingDir = leaveStaging(staged.staging, !(cancelled && error.staging === 'remove'), parts);
  return summary.finish({ status: cancelled ? 'cancelled' : 'failed', destination, recordsDir: null, stagingDir });
}

/** "Full" may mean that there is no room for another file: what to do about that is something else. */
function withMissingResource(failure: Failure, destination: Folder): Failure {
  if (failure.code !== 'noSpace') return failure;
  try {
    return destination.facts().availableFiles === 0
      ? { ...failure, args: { ...failure.args, resource: 'inodes' } }
      : failure;
  } catch (error) {
    if (error instanceof SystemError) return failure;
    throw error;
  }
}

/** Closes the staging folder, and removes it unless it is to be kept. Gives its path if it is still there. */
export function leaveStaging(staging: Staging, keep: boolean, { events, summary }: JobParts): PathText | null {
  if (keep) staging.keep();
  else if (attempt('the staging folder could not be removed', events, () => staging.remove())) return null;
  else summary.addNotice(`The staging folder could not be removed: ${printable(staging.path)}`);
  return staging.path;
}

/** Notes durably what has happened. That the note itself fails changes nothing about what has happened. */
export function noteInLog(staging: Staging, events: JobEvents, event: CustodyEvent): void {
  attempt('the custody log could not be written', events, () => {
    staging.custody.append(event);
    staging.custody.sync();
  });
}

/** Runs a step whose failure must not hide how the job ended; the log gets it. */
function attempt(what: string, events: JobEvents, step: () => void): boolean {
  try {
    step();
    return true;
  } catch (error) {
    const { code, cause } = failureFrom(error);
    events.log('warning', `${what}: ${code} ${cause ?? ''}`);
    return false;
  }
}
