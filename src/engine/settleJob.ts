import type { FileSystem, Folder } from './fs/fileSystem';
import { below } from './fs/names';
import { type LedgerLine, readLedger } from './ledger/ledger';
import { settlePublished, settleStopped } from './ledger/settle';
import { failureOf } from './model/failure';
import type { Attempt } from './model/job';
import type { ItemOutcome } from './model/outcome';
import type { PathText } from './model/pathText';
import type { Published } from './publish/publish';
import { RecordsWriter } from './records/records';
import type { SummaryBuilder } from './summaryBuilder';
import type { Verdict } from './verify/validate';

interface SourcePaths {
  pathOf(path: PathText): PathText;
}

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
  /** Absolute path of the staging folder if it is going to be kept. */
  readonly stagingDir: PathText | null;
  outcome(outcome: ItemOutcome): void;
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
      summary.failRecords(failureOf(error));
      records?.abandon();
      records = undefined;
    }
  };
  if (attempt.request.records.write) {
    recording(() => {
      records = RecordsWriter.open(fs, attempt, startedAt, destination.path);
    });
  }
  const { lines, published, verdict, sources } = context;
  for (const outcome of settlePublished(lines, published, verdict.findings, destination, sources)) {
    summary.add(outcome);
    context.outcome(outcome);
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

/** Tells the outcome of every item of a job that stopped before it published. */
export function settleStoppedJob(
  staging: Folder,
  cancelled: boolean,
  sources: SourcePaths,
  summary: SummaryBuilder,
  tell: (outcome: ItemOutcome) => void,
): void {
  // Stopped while planning: there is no frozen plan, so there are no planned items.
  if (staging.find('ledger.jsonl') === undefined) return;
  for (const outcome of settleStopped(readLedger(staging), cancelled, sources)) {
    summary.add(outcome);
    tell(outcome);
  }
}

function relativeTo(folder: PathText, path: PathText | null): PathText | null {
  return path === null ? null : path.slice(below(folder, '').length);
}
