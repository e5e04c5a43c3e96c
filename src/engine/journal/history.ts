import type { Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import type { Extent } from '../lines/extent';
import { FailureError } from '../model/failure/failure';
import type { PlanTotals } from '../model/item/plan';
import type { Attempt } from '../model/job/job';
import type { JobSummary } from '../model/result/summary';
import type { PathText } from '../model/text/pathText';
import { type ChainEnd, DamagedLogError } from './chain';
import type { LedgerExtent } from './custodyEvent';
import { CUSTODY_NAME } from './custodyLog';
import { type CustodyEntry, readCustodyLog } from './readCustodyLog';

/** The plan that was frozen last, and how far its attempt came. */
export interface PlannedWork {
  /** Number of the attempt that froze it. */
  readonly attempt: number;
  readonly totals: PlanTotals;
  readonly plan: Extent;
  /** What attempts before it had proved; undefined for the first plan. */
  readonly earlier: Extent | undefined;
  /** Names at the destination, by those of the selected sources, where they differ. */
  readonly names: ReadonlyMap<PathText, PathText>;
  /** How far its ledger counts; undefined where nothing was settled. */
  readonly ledger: LedgerExtent | undefined;
  /** Final names may have appeared. */
  readonly wasPublishing: boolean;
}

/** What the custody log of a job says has happened. */
export interface JobHistory {
  /** The job as it was first begun: its request repeats it. */
  readonly begun: Attempt;
  readonly lastAttempt: number;
  /** The last attempt that ran to its end; 0 where none has. */
  readonly lastFinished: number;
  /** When the last entry was written: UTC. */
  readonly lastEntryAt: string;
  /** Whether the last attempt noted its end. */
  readonly endIsOnRecord: boolean;
  /** The name at the destination that the bag of the job was last about to get. */
  readonly bagName: PathText | undefined;
  /** The name at the destination that the ZIP of the last attempt was about to get. */
  readonly archiveName: PathText | undefined;
  /** Final names may have appeared of which no records tell yet. */
  readonly hasUnrecordedNames: boolean;
  /** The staging folder was being removed. */
  readonly wasDiscarded: boolean;
  readonly planned: PlannedWork | undefined;
  /** The summary of the last attempt that ran to its end. */
  readonly summary: JobSummary | undefined;
  readonly end: ChainEnd;
}

type Told = Omit<JobHistory, 'end'>;

/**
 * What has happened to the job whose custody log lies in `folder`. Throws {@link FailureError} `logDamaged` where the log is
 * not what was written, and what reading throws.
 */
export function readHistory(folder: Folder): JobHistory {
  try {
    const entries = readCustodyLog(folder);
    let told: Told | undefined;
    for (;;) {
      const next = entries.next();
      if (next.done !== true) told = after(told, next.value);
      else if (told === undefined) throw new DamagedLogError(1, 'it has no entry');
      else return { ...told, end: next.value };
    }
  } catch (error) {
    const isAbsent = error instanceof SystemError && error.code === 'ENOENT';
    if (!isAbsent && !(error instanceof DamagedLogError)) throw error;
    const args = { what: isAbsent ? 'it is not there' : error.message };
    throw new FailureError({ code: 'logDamaged', path: `${folder.path}/${CUSTODY_NAME}`, args }, 'job');
  }
}

function after(told: Told | undefined, entry: CustodyEntry): Told {
  if (told === undefined) return firstOf(entry);
  const now: Told = { ...told, lastEntryAt: entry.utc, endIsOnRecord: false };
  switch (entry.event) {
    case 'jobStarted':
      throw new DamagedLogError(entry.seq + 1, 'the job begins a second time');
    case 'attemptStarted':
      return { ...now, lastAttempt: entry.attempt, archiveName: undefined };
    case 'planFrozen': {
      const { totals, plan, earlier, names } = entry;
      const attempt = now.lastAttempt;
      const planned = {
        attempt,
        totals,
        plan,
        earlier,
        names: new Map(names),
        ledger: undefined,
        wasPublishing: false,
      };
      return { ...now, planned };
    }
    case 'settled':
      return { ...now, planned: { ...plannedBefore(now, entry), ledger: entry.ledger } };
    case 'publishing':
      return { ...now, hasUnrecordedNames: true, planned: { ...plannedBefore(now, entry), wasPublishing: true } };
    case 'stopped':
      return { ...now, endIsOnRecord: true };
    case 'jobFinished':
      return {
        ...now,
        endIsOnRecord: true,
        hasUnrecordedNames: false,
        lastFinished: now.lastAttempt,
        summary: entry.summary,
      };
    case 'bagNaming':
      return { ...now, bagName: entry.name };
    case 'archiving':
      return { ...now, endIsOnRecord: told.endIsOnRecord, archiveName: entry.name };
    case 'discarded':
      return { ...now, endIsOnRecord: true, wasDiscarded: true };
    case 'kept':
    case 'copied':
    case 'validated':
    case 'published':
    case 'recordsWritten':
      return now;
    default:
      return entry satisfies never;
  }
}

function firstOf(entry: CustodyEntry): Told {
  if (entry.event !== 'jobStarted') throw new DamagedLogError(1, 'it does not begin with the request');
  return {
    begun: entry.attempt,
    lastAttempt: entry.attempt.attempt,
    lastFinished: 0,
    lastEntryAt: entry.utc,
    endIsOnRecord: false,
    bagName: undefined,
    archiveName: undefined,
    hasUnrecordedNames: false,
    wasDiscarded: false,
    planned: undefined,
    summary: undefined,
  };
}

function plannedBefore({ planned }: Told, { seq, event }: CustodyEntry): PlannedWork {
  if (planned !== undefined) return planned;
  throw new DamagedLogError(seq + 1, `${event} without a plan`);
}
