import { failureFrom } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import type { CustodyEvent } from '../journal/custodyEvent';
import { LEDGER_NAME, readLedger } from '../ledger/ledger';
import type { OutcomeTeller } from '../ledger/outcomeTeller';
import type { Failure } from '../model/failure/failure';
import type { Attempt, JobRequest } from '../model/job/job';
import type { JobSummary } from '../model/result/summary';
import { type PathText, printable } from '../model/text/pathText';
import { CancelledError } from '../model/thread/jobControl';
import type { SharedState } from '../model/thread/sharedState';
import { type FoundDestination, removeMade } from '../plan/destination';
import { PreflightError } from '../plan/preflightError';
import type { SourceTrees } from '../reading/sourceTrees';
import type { Staging } from '../staging/staging';
import type { JobEvents } from './jobEvents';
import { settleStoppedJob } from './settleJob';
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

/** The destination of a job, or of its run for one of several. */
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
  const failure = withMissingResource(failureFrom(error), staged, parts.events);
  summary.stop(failure);
  if (parts.shared.phase === 'publishing') summary.addNotice(STOPPED_WHILE_PUBLISHING);
  noteInLog(staged.staging, parts.events, { event: 'stopped', failure });
  attempt('the outcomes could not be read', parts.events, () =>
    settleStoppedJob(staged.staging.attemptFolder, cancelled, staged.payloadPath, staged.sources, parts.teller),
  );
  const stagingDir = leaveStaging(staged.staging, !(cancelled && error.staging === 'remove'), parts);
  return summary.finish({ status: cancelled ? 'cancelled' : 'failed', destination, recordsDir: null, stagingDir });
}

/** Says of a full destination how much is left to be copied, or that there is no room for another file. */
function withMissingResource(failure: Failure, { destination, staging }: StagedParts, events: JobEvents): Failure {
  if (failure.code !== 'noSpace') return failure;
  let missing: Failure['args'] = {};
  // On a full disk the ledger itself may have been torn.
  attempt('how much room is missing could not be found out', events, () => {
    const { availableFiles, availableBytes } = destination.facts();
    const left = availableFiles === 0 ? undefined : bytesLeft(staging.attemptFolder);
    if (availableFiles === 0) missing = { resource: 'inodes' };
    else if (left !== undefined) missing = { left, available: availableBytes };
  });
  return { ...failure, args: { ...failure.args, ...missing } };
}

/** Bytes that the files which were not copied will occupy; undefined where nothing was copied yet. */
function bytesLeft(attemptFolder: Folder): number | undefined {
  if (attemptFolder.find(LEDGER_NAME) === undefined) return undefined;
  let left = 0;
  for (const [item, entry] of readLedger(attemptFolder)) {
    if (item.type === 'file' && (entry === undefined || entry.outcome === 'failed')) left += item.allocated;
  }
  return left;
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
