import type { Home } from '../bag/home';
import { failureFrom, onDestination } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import { below } from '../fs/names';
import type { Closing } from '../journal/closing';
import { LEDGER_NAME, type LedgerLine, readLedger } from '../ledger/ledger';
import type { OutcomeTeller } from '../ledger/outcomeTeller';
import type { Failure } from '../model/failure/failure';
import { contentOf } from '../model/item/outcome';
import type { Attempt } from '../model/job/job';
import type { PathText } from '../model/text/pathText';
import type { Published } from '../publish/publish';
import { settlePublished, settleStopped } from '../publish/settle';
import { RecordsWriter } from '../records/records';
import type { Surroundings } from '../records/surroundings';
import { EarlierReader } from '../resume/earlierFile';
import type { Verdict } from '../verify/validate';
import type { SummaryBuilder } from './summaryBuilder';

interface SourcePaths {
  pathOf(path: PathText): PathText;
}

/** A job that has published. */
export interface PublishedJob {
  /** Plan and ledger of the attempt. */
  readonly attemptFolder: Folder;
  /** Where the payload stands. */
  readonly home: Home;
  readonly verdict: Verdict;
  readonly published: Published;
  readonly sources: SourcePaths;
}

/** The final outcome of every item: each time they are asked for, the disk is looked at anew. */
export function outcomesOf({ attemptFolder, home, verdict, published, sources }: PublishedJob) {
  return settlePublished(readLedger(attemptFolder), published, verdict.findings, home.payload, sources);
}

/** What settling needs. */
export interface SettleContext extends PublishedJob {
  readonly attempt: Attempt;
  /** Absolute path of the destination. */
  readonly destination: PathText;
  readonly startedAt: Date;
  readonly surroundings: Surroundings;
  readonly fs: FileSystem;
  readonly summary: SummaryBuilder;
  readonly teller: OutcomeTeller;
  /** Absolute path of the staging folder if it is going to be kept. */
  readonly stagingDir: PathText | null;
  readonly closing: Closing;
}

/** How settling went. */
export interface Settled {
  /** Where the records are; null where there are none. */
  readonly recordsDir: PathText | null;
  /** Why the records could not be written, or the end of the attempt could not be noted. */
  readonly failure: Failure | undefined;
}

/**
 * Tells the final outcome of every item of a job that published, and writes the records in the same pass.
 * Records that could not be written fail the job, but not its items: these have arrived.
 */
export function settleJob(context: SettleContext): Settled {
  const { attempt, destination, home, summary } = context;
  const { fs, startedAt, surroundings } = context;
  let records: RecordsWriter | undefined;
  let failure: Failure | undefined;
  const recording = (step: () => void) => {
    if (failure !== undefined) return;
    try {
      step();
    } catch (error) {
      failure = failureFrom(error);
      summary.failEnd(failure);
      records?.abandon();
      records = undefined;
    }
  };
  if (attempt.request.records.write) {
    recording(() => {
      records = RecordsWriter.open(fs, { attempt, surroundings }, startedAt, home.base);
    });
  }
  for (const outcome of outcomesOf(context)) {
    context.teller.tell(outcome);
    recording(() => records?.add(outcome, relativeTo(home.payload.path, contentOf(outcome).destination)));
  }
  const recordsDir = records?.path ?? null;
  recording(() => {
    const { status } = summary;
    const told = summary.finish({ status, destination, recordsDir, stagingDir: context.stagingDir });
    if (records === undefined) onDestination(() => context.closing.end(told));
    else records.finish(told, context.closing);
  });
  return { recordsDir: failure === undefined ? recordsDir : null, failure };
}

/** Tells the outcome of every item that a job had not told when it stopped. */
export function settleStoppedJob(
  attemptFolder: Folder,
  cancelled: boolean,
  destination: PathText,
  sources: SourcePaths,
  teller: OutcomeTeller,
): void {
  // Stopped while planning: there is no frozen plan, so there are no planned items.
  if (attemptFolder.find(LEDGER_NAME) === undefined) return;
  const alreadyTold = teller.told;
  for (const outcome of settleStopped(linesWithEarlier(attemptFolder), cancelled, destination, sources)) {
    if (outcome.id >= alreadyTold) teller.tell(outcome);
  }
}

/** The ledger, and for what the attempt did not come to, what an earlier one had published. */
function* linesWithEarlier(attemptFolder: Folder): IterableIterator<LedgerLine> {
  const earlier = new EarlierReader(attemptFolder);
  try {
    for (const [item, entry] of readLedger(attemptFolder)) {
      const { proved, failures } = earlier.of(item.id) ?? {};
      const published = proved?.standsAs === undefined ? undefined : proved;
      yield [item, entry ?? (published && { ...published, ...(failures && { earlierFailures: failures }) })];
    }
  } finally {
    earlier.close();
  }
}

function relativeTo(folder: PathText, path: PathText | null): PathText | null {
  return path === null ? null : path.slice(below(folder, '').length);
}
