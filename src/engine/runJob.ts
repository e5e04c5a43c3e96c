import { copyItems } from './copy/copyItems';
import { SourceTrees } from './copy/sourceTrees';
import { Staging } from './copy/staging';
import { onDestination } from './fs/failures';
import type { FileSystem, Folder } from './fs/fileSystem';
import { CancelledError, JobControl } from './jobControl';
import { JobWriters } from './lanes/jobWriters';
import { LedgerWriter, readLedger } from './ledger/ledger';
import { Metrics } from './metrics';
import { FailureError, failureOf } from './model/failure';
import type { Attempt } from './model/job';
import type { ItemOutcome } from './model/outcome';
import type { PathText } from './model/pathText';
import type { Phase } from './model/protocol';
import type { SharedState } from './model/sharedState';
import type { JobSummary } from './model/summary';
import { checkNames } from './plan/checkNames';
import { type FoundDestination, findDestination, makeDestination, removeMade } from './plan/destination';
import { makePlan, type Plan } from './plan/makePlan';
import { sourceNotices } from './plan/notices';
import { readPlan } from './plan/planFile';
import { PreflightError } from './plan/preflightError';
import { type SelectedSource, selectSources } from './plan/selection';
import { type Published, publish } from './publish/publish';
import { checkReservedNames, settleJob, settleStoppedJob } from './settleJob';
import { SummaryBuilder } from './summaryBuilder';
import { type Verdict, validateStaging } from './verify/validate';
import { passesOf, WorkMeter } from './work';

/** What the engine needs from the machine. */
export interface EngineServices {
  readonly fs: FileSystem;
  /** The bundled write lane; undefined: everything is written on the thread that reads. */
  readonly lanePath: string | undefined;
}

/** What a job tells while it runs. None of it may throw. */
export interface JobEvents {
  staged(stagingDir: PathText): void;
  phase(phase: Phase): void;
  /** Exactly once for each planned item. */
  outcome(outcome: ItemOutcome): void;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}

/**
 * The one pipeline for every copy:
 *
 *     select ▸ look at the names ▸ stage ▸ plan, frozen ▸ copy and read back ▸ validate ▸ publish ▸ settle and record
 *
 * Never throws: whatever happens, it returns the one summary of the attempt. Not guaranteed: that a final name is free
 * of what somebody else puts there after it was published.
 */
export async function runJob(
  attempt: Attempt,
  services: EngineServices,
  shared: SharedState,
  events: JobEvents,
): Promise<JobSummary> {
  return new JobRun(attempt, services, shared, events).run();
}

const STOPPED_WHILE_PUBLISHING =
  'The job stopped while it gave out final names: some items may have theirs already, proved like all others.';

/** What is known once the destination holds a staging folder. */
interface Staged {
  readonly sources: readonly SelectedSource[];
  readonly found: FoundDestination;
  readonly finalNames: ReadonlyMap<PathText, PathText>;
  readonly destination: Folder;
  readonly staging: Staging;
}

class JobRun {
  readonly #started = { at: new Date(), by: performance.now() };
  readonly #metrics = new Metrics(() => performance.now(), this.#started.by);
  readonly #summary: SummaryBuilder;
  readonly #control: JobControl;
  readonly #work: WorkMeter;

  constructor(
    private readonly attempt: Attempt,
    private readonly services: EngineServices,
    private readonly shared: SharedState,
    private readonly events: JobEvents,
  ) {
    this.#summary = new SummaryBuilder(attempt, this.#started, this.#metrics);
    this.#control = new JobControl(shared);
    this.#work = new WorkMeter(shared, attempt.request);
  }

  async run(): Promise<JobSummary> {
    let staged: Staged;
    try {
      this.#enter('planning');
      staged = this.#stage();
    } catch (error) {
      return this.#notBegun(error);
    }
    try {
      return await this.#runStaged(staged);
    } finally {
      staged.destination.close();
    }
  }

  get #destinationPath(): PathText {
    return this.attempt.request.destinations[0] ?? '';
  }

  /** Everything that can be known before anything is written, then the staging folder. */
  #stage(): Staged {
    const { request } = this.attempt;
    const { fs } = this.services;
    const sources = selectSources(fs, request.sources);
    checkReservedNames(sources, request);
    const found = findDestination(fs, this.#destinationPath);
    const finalNames = checkNames(sources, found, request.conflict);
    for (const notice of sourceNotices(sources)) this.#summary.addNotice(notice);
    this.#control.checkpoint();
    const destination = makeDestination(found);
    try {
      const staging = Staging.create(destination, this.attempt);
      this.events.staged(staging.path);
      return { sources, found, finalNames, destination, staging };
    } catch (error) {
      destination.close();
      removeMade(fs, found);
      throw error;
    }
  }

  async #runStaged(staged: Staged): Promise<JobSummary> {
    const { staging } = staged;
    const trees = new SourceTrees(this.services.fs, staged.sources);
    try {
      const plan = this.#plan(staged);
      await this.#copy(staged, plan, trees);
      const verdict = this.#validate(staging);
      const published = this.#publish(staged, verdict);
      this.#enter('recording');
      return this.#settle(staged, verdict, published, trees);
    } catch (error) {
      return this.#stopped(error, staged, trees);
    } finally {
      trees.close();
    }
  }

  #plan({ sources, found, staging }: Staged): Plan {
    const { checkpoint } = this.#control;
    const plan = staging.withProbe((probe) =>
      makePlan({
        fs: this.services.fs,
        sources,
        destinationAncestors: found.ancestors,
        staging: staging.folder,
        probe,
        checkpoint,
        progress: (totals) => this.shared.set('itemsPlanned', totals.items),
      }),
    );
    this.#summary.plan = plan.totals;
    this.#work.plan(plan.totals);
    onDestination(() => {
      staging.journal.append({ event: 'planFrozen', totals: plan.totals });
      staging.journal.sync();
    });
    return plan;
  }

  async #copy({ destination, finalNames, staging }: Staged, plan: Plan, sources: SourceTrees): Promise<void> {
    this.#enter('copying');
    const { request } = this.attempt;
    const passes = passesOf(request);
    const writers = new JobWriters(this.services.lanePath, request.bufferSizeKB * 1024);
    const ledger = onDestination(() => new LedgerWriter(staging.folder));
    try {
      await copyItems(readPlan(staging.folder), ledger, {
        request,
        rules: plan.rules,
        sources,
        destination,
        payload: staging.payload,
        writers,
        finalNames,
        checkpoint: this.#control.checkpoint,
        advance: (bytes) => {
          this.#work.advance(bytes);
          this.#metrics.advance(bytes, passes);
        },
        begin: ({ path }) => this.shared.setCurrentPath(path),
        ended: (item, { outcome }) => {
          this.#work.copied(item.type === 'file' ? item.state.size : 0);
          if (outcome === 'failed') this.shared.add('itemsFailed', 1);
        },
      });
      this.#journal(staging, { event: 'copied' });
    } finally {
      ledger.close();
      await writers.close();
    }
  }

  #validate(staging: Staging): Verdict {
    this.#enter('validating');
    const verdict = validateStaging(readLedger(staging.folder), {
      payload: staging.payload,
      algorithms: this.attempt.request.hashAlgorithms,
      checkpoint: this.#control.checkpoint,
      passed: () => this.#work.passed('validating'),
    });
    this.#journal(staging, { event: 'validated', findings: verdict.findings.size });
    return verdict;
  }

  #publish({ destination, staging }: Staged, verdict: Verdict): Published {
    // The last moment to cancel: from here on final names appear.
    this.#control.checkpoint();
    this.#enter('publishing');
    const published = publish(readLedger(staging.folder), {
      payload: staging.payload,
      destination,
      verdict,
      passed: () => this.#work.passed('publishing'),
    });
    this.#journal(staging, { event: 'published' });
    return published;
  }

  #settle(staged: Staged, verdict: Verdict, published: Published, sources: SourceTrees): JobSummary {
    const { destination, staging } = staged;
    const recordsDir = settleJob({
      attempt: this.attempt,
      startedAt: this.#started.at,
      fs: this.services.fs,
      destination,
      lines: readLedger(staging.folder),
      verdict,
      published,
      sources,
      summary: this.#summary,
      outcome: (outcome) => {
        this.#work.passed('recording');
        this.events.outcome(outcome);
      },
      stagingDir: published.blocked.size > 0 ? staging.path : null,
    });
    const kept = published.blocked.size > 0 ? this.#keep(staging) : this.#remove(staging);
    return this.#summary.finish({
      status: this.#summary.status,
      destination: destination.path,
      recordsDir,
      stagingDir: kept,
    });
  }

  /** Nothing was written. */
  #notBegun(error: unknown): JobSummary {
    const failures = error instanceof PreflightError ? error.failures : [failureOf(error)];
    for (const failure of failures) this.#summary.addFailure(failure);
    return this.#summary.finish({
      status: error instanceof CancelledError ? 'cancelled' : 'failed',
      destination: this.#destinationPath,
      recordsDir: null,
      stagingDir: null,
    });
  }

  /** The job ended before it had published everything. */
  #stopped(error: unknown, staged: Staged, sources: SourceTrees): JobSummary {
    const { staging, destination, found } = staged;
    if (error instanceof PreflightError) {
      for (const failure of error.failures) this.#summary.addFailure(failure);
      const stagingDir = this.#remove(staging);
      removeMade(this.services.fs, found);
      return this.#summary.finish({ status: 'failed', destination: destination.path, recordsDir: null, stagingDir });
    }
    const cancelled = error instanceof CancelledError;
    this.#summary.stop(failureOf(error));
    if (this.shared.phase === 'publishing') this.#summary.addNotice(STOPPED_WHILE_PUBLISHING);
    this.#journal(staging, { event: 'stopped', failure: failureOf(error) });
    this.#attempt('the outcomes could not be read', () =>
      settleStoppedJob(staging.folder, cancelled, sources, this.#summary, this.events.outcome),
    );
    const stagingDir = cancelled && error.staging === 'remove' ? this.#remove(staging) : this.#keep(staging);
    const status = cancelled ? 'cancelled' : 'failed';
    return this.#summary.finish({ status, destination: destination.path, recordsDir: null, stagingDir });
  }

  /** The path of the staging folder if it is still there. */
  #remove(staging: Staging): PathText | null {
    const { path } = staging;
    const removed = this.#attempt(`${path} could not be removed`, () => staging.remove());
    if (!removed) this.#summary.addNotice(`The staging folder could not be removed: ${path}`);
    return removed ? null : path;
  }

  #keep(staging: Staging): PathText {
    this.#attempt('the staging folder could not be closed', () => staging.keep());
    return staging.path;
  }

  /** Notes what has happened. That the notice itself fails changes nothing about what has happened. */
  #journal(staging: Staging, event: Parameters<Staging['journal']['append']>[0]): void {
    this.#attempt('the journal could not be written', () => {
      staging.journal.append(event);
      staging.journal.sync();
    });
  }

  /** Runs a step whose failure must not hide how the job ended; the log gets it. */
  #attempt(what: string, step: () => void): boolean {
    try {
      step();
      return true;
    } catch (error) {
      const { failure } = error instanceof FailureError ? error : { failure: failureOf(error) };
      this.events.log('warning', `${what}: ${failure.code} ${failure.cause ?? ''}`);
      return false;
    }
  }

  #enter(phase: Phase): void {
    this.shared.setPhase(phase);
    this.events.phase(phase);
  }
}
