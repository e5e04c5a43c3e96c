import { failureFrom } from './fs/failures';
import type { FileSystem, Folder } from './fs/fileSystem';
import { below } from './fs/names';
import { LEDGER_NAME, type LedgerLine, readLedger } from './ledger/ledger';
import type { OutcomeTeller } from './ledger/outcomeTeller';
import { settlePublished, settleStopped } from './ledger/settle';
import type { Attempt } from './model/job';
import type { PathText } from './model/pathText';
import type { Published } from './publish/publish';
import { RecordsWriter } from './records/records';
import type { SummaryBuilder } from './summaryBuilder';
import type { Verdict } from './verify/validate';

interface SourcePaths {
  pathOf(path: PathText): PathText;
}

/** What settling needs. */
export interface SettleContext {
  readonly attempt: Attempt;
  readonly startedAt: Date;
  readonly fs: FileSystem;
  readonly destination: Folder;
  readonly lines: Iterable<LedgerLine>;
  readonly verdict: Verdict;
  readonly published: Published;
  readonly sources: SourcePaths;
  readonly summary: SummaryBuilder;
  readonly teller: OutcomeTeller;
  /** Absolute path of the staging folder if it is going to be kept. */
  readonly stagingDir: PathText | null;
}

/**
 * Tells the final outcome of every item of a job that published, and writes the records in the same pass.
 * Records that could not be written fail the job, but not its items: these have arrived.
 *
 * @returns Where the records are; null where there are none.
 */
export function settleJob(context: SettleContext): PathText | null {
  const { attempt, destination, summary } = context;
  const { fs, startedAt } = context;
  let records: RecordsWriter | undefined;
  const recording = (step: () => void) => {
    try {
      step();
    } catch (error) {
      summary.failRecords(failureFrom(error));
      records?.abandon();
      records = undefined;
    }
  };
  if (attempt.request.records.write) {
    recording(() => {
      records = RecordsWriter.open(fs, attempt, startedAt, destination);
    });
  }
  const { lines, published, verdict, sources } = context;
  for (const outcome of settlePublished(lines, published, verdict.findings, destination, sources)) {
    context.teller.tell(outcome);
    recording(() => records?.add(outcome, relativeTo(destination.path, outcome.destination)));
  }
  const recordsDir = records?.path ?? null;
  recording(() => {
    const { status } = summary;
    const ending = { status, destination: destination.path, recordsDir, stagingDir: context.stagingDir };
    records?.finish(summary.finish(ending));
  });
  return records === undefined ? null : recordsDir;
}

/** Tells the outcome of every item that a job had not told when it stopped. */
export function settleStoppedJob(
  staging: Folder,
  cancelled: boolean,
  sources: SourcePaths,
  teller: OutcomeTeller,
): void {
  // Stopped while planning: there is no frozen plan, so there are no planned items.
  if (staging.find(LEDGER_NAME) === undefined) return;
  const alreadyTold = teller.told;
  for (const outcome of settleStopped(readLedger(staging), cancelled, sources)) {
    if (outcome.id >= alreadyTold) teller.tell(outcome);
  }
}

function relativeTo(folder: PathText, path: PathText | null): PathText | null {
  return path === null ? null : path.slice(below(folder, '').length);
}
