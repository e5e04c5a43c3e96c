import { conflictInside, type Home, openHome } from './bag/home';
import { leftOutOf } from './bag/leftOut';
import { publishBag } from './bag/publishBag';
import { copyItems } from './copy/copyItems';
import { SourceTrees } from './copy/sourceTrees';
import type { Digester, DigestStock } from './digests/digester';
import { endNotBegun, endStopped, type JobParts, noteInLog } from './endings';
import { type EndContext, endPublished } from './endPublished';
import { closeQuietly } from './fs/closeQuietly';
import { onDestination } from './fs/failures';
import type { FileSystem, Folder } from './fs/fileSystem';
import { JobControl } from './jobControl';
import type { JobEvents } from './jobEvents';
import type { BufferStock } from './lanes/bufferStock';
import { JobLanes } from './lanes/jobLanes';
import type { ProofThread } from './lanes/proofThread';
import { LedgerWriter, readLedger } from './ledger/ledger';
import { OutcomeTeller } from './ledger/outcomeTeller';
import { Metrics } from './metrics';
import type { Attempt } from './model/job';
import type { Phase } from './model/phase';
import type { PlanTotals } from './model/plan';
import type { SharedState } from './model/sharedState';
import type { JobSummary } from './model/summary';
import { makePlan, type Plan } from './plan/makePlan';
import { readPlan } from './plan/planFile';
import { type Published, publish } from './publish/publish';
import { lookAround, type ToolBuild } from './records/surroundings';
import { EarlierCopies } from './resume/carry';
import { stageAgain } from './resume/stageAgain';
import { type Stock, takeStock } from './resume/takeStock';
import { outcomesOf, type PublishedJob } from './settleJob';
import { type Staged, stageJob } from './stageJob';
import type { Staging } from './staging/staging';
import { SummaryBuilder } from './summaryBuilder';
import { UncachedReader } from './verify/uncachedReader';
import { type Verdict, validateStaging } from './verify/validate';
import { passesOf, WorkMeter } from './work';

/** What the engine needs from the machine. */
export interface EngineServices {
  readonly fs: FileSystem;
  /** The bundled write lane; undefined: everything is written on the thread that reads. */
  readonly lanePath: string | undefined;
  /** The proof lane of this thread; undefined: everything is proved on the thread that copies. */
  readonly proofThread: ProofThread | undefined;
  /** Code for digests that gave the known answers on this thread. */
  readonly digests: DigestStock;
  /** The buffers of this thread. */
  readonly buffers: BufferStock;
  /** Which code runs, for the record. */
  readonly build: ToolBuild;
}

/**
 * The one pipeline for every copy:
 *
 *     select ▸ look at the names ▸ stage ▸ plan, frozen ▸ copy and read back ▸ validate ▸ publish ▸ settle and record ▸ zip
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

class JobRun {
  readonly #started = { at: new Date(), by: performance.now() };
  readonly #metrics = new Metrics(() => performance.now(), this.#started.by);
  readonly #summary: SummaryBuilder;
  readonly #control: JobControl;
  readonly #work: WorkMeter;
  readonly #teller: OutcomeTeller;

  constructor(
    private attempt: Attempt,
    private readonly services: EngineServices,
    private readonly shared: SharedState,
    private readonly events: JobEvents,
  ) {
    this.#summary = new SummaryBuilder(attempt, this.#started, this.#metrics);
    this.#control = new JobControl(shared);
    this.#work = new WorkMeter(shared, attempt.request);
    this.#teller = new OutcomeTeller([
      (outcome) => this.#summary.add(outcome),
      (outcome) => events.outcome(outcome),
      () => this.#work.passed('recording'),
    ]);
  }

  async run(): Promise<JobSummary> {
    let staged: Staged;
    let digester: Digester;
    try {
      this.#enter('planning');
      digester = await this.services.digests.prepare(this.attempt.request.hashAlgorithms);
      this.#summary.digestImplementations = digester.implementations;
      const again = this.attempt.attempt > 1 ? stageAgain(this.#parts, this.#control) : undefined;
      if (again !== undefined && 'over' in again) return again.over;
      staged = again ?? stageJob(this.#parts, this.#control);
    } catch (error) {
      return endNotBegun(error, this.#parts);
    }
    this.attempt = staged.attempt;
    this.#summary.attempt = staged.attempt;
    try {
      return await this.#runStaged(staged, digester);
    } finally {
      staged.destination.close();
    }
  }

  get #parts(): JobParts {
    return {
      attempt: this.attempt,
      fs: this.services.fs,
      shared: this.shared,
      events: this.events,
      summary: this.#summary,
      teller: this.#teller,
    };
  }

  async #runStaged(staged: Staged, digester: Digester): Promise<JobSummary> {
    const { staging } = staged;
    const trees = new SourceTrees(this.services.fs, staged.sources);
    let home: Home | undefined;
    try {
      home = openHome(this.attempt.request, staging.folder, staged.destination, staged.history?.bagName);
      const plan = this.#plan(staged, home, trees);
      await this.#copy(staged, home, plan, trees, digester);
      const verdict = this.#validate(staging, digester);
      const { attemptFolder } = staging;
      const published = this.#publish(staged, home, verdict);
      home = this.#publishBag(staged, { attemptFolder, home, verdict, published, sources: trees });
      const job = { ...staged, attemptFolder, home, verdict, published, sources: trees, digester };
      return await endPublished(job, this.#endContext);
    } catch (error) {
      const payloadPath = home?.payload.path ?? staged.destination.path;
      const isFurther = staged.history !== undefined;
      return endStopped(error, { ...staged, payloadPath, sources: trees, isFurther }, this.#parts);
    } finally {
      home?.close();
      trees.close();
    }
  }

  #plan(staged: Staged, home: Home, trees: SourceTrees): Plan {
    const { finalNames, staging } = staged;
    const plan = staging.withProbe((probe) => this.#makePlan(staged, home, trees, probe));
    this.#summary.plan = plan.totals;
    this.#work.plan(plan.totals);
    onDestination(() => {
      const { totals, extent, earlier } = plan;
      const names = [...finalNames].filter(([name, final]) => name !== final);
      staging.custody.append({ event: 'planFrozen', totals, plan: extent, ...(earlier && { earlier }), names });
      staging.custody.sync();
    });
    return plan;
  }

  #makePlan(staged: Staged, home: Home, sources: SourceTrees, probe: Folder): Plan & Partial<Stock> {
    const { fs } = this.services;
    const { found, history, staging } = staged;
    const destination = home.payload;
    const { attemptFolder, payload } = staging;
    const { checkpoint } = this.#control;
    const { layout, zip } = this.attempt.request;
    const conflict = conflictInside(this.attempt.request);
    const progress = (totals: Readonly<PlanTotals>) => this.shared.set('itemsPlanned', totals.items);
    const common = { attemptFolder, destinationAncestors: found.ancestors, probe, layout, zip, checkpoint, progress };
    if (history?.planned === undefined) return makePlan({ ...common, fs, sources: staged.sources });
    const { planned } = history;
    return staging.withAttempt(planned.attempt, (plannedFolder) =>
      takeStock({ ...common, planned, plannedFolder, payload, destination, conflict, sources }),
    );
  }

  async #copy(staged: Staged, home: Home, plan: Plan, sources: SourceTrees, digester: Digester): Promise<void> {
    const { finalNames, history, staging } = staged;
    const destination = home.payload;
    this.#enter('copying');
    const request = { ...this.attempt.request, conflict: conflictInside(this.attempt.request) };
    const passes = passesOf(request);
    const { fs, lanePath, proofThread, buffers } = this.services;
    const ledger = onDestination(() => new LedgerWriter(staging.attemptFolder, staging.custody));
    const { checkpoint } = this.#control;
    let provedElsewhere = 0;
    const advance = (bytes: number) => {
      const proved = this.shared.get('bytesProved');
      const all = bytes + proved - provedElsewhere;
      provedElsewhere = proved;
      this.#work.advance(all);
      this.#metrics.advance(all, passes);
    };
    const { attempt, lastFinished } = { ...this.attempt, lastFinished: history?.lastFinished ?? 0 };
    const { attemptFolder, payload } = staging;
    const reader = new UncachedReader(fs, buffers);
    const common = { request, fs, destination, payload, sources, digester, reader, checkpoint, advance };
    const lanes = new JobLanes({ ...common, lanePath, proofThread, buffers, shared: this.shared });
    const earlier = history && new EarlierCopies({ ...common, attempt, lastFinished, attemptFolder });
    try {
      await copyItems(readPlan(attemptFolder), ledger, {
        ...common,
        attempt,
        writers: lanes,
        prover: lanes,
        rules: plan.rules,
        finalNames,
        ...(earlier && { earlier }),
        ...(request.layout === 'bag' && { leftOut: leftOutOf(readPlan(attemptFolder)) }),
        begin: ({ path }) => this.shared.setCurrentPath(path),
        ended: (item, { outcome }, bytes) => {
          this.#work.copied(item.type === 'file' ? item.state.size : 0, bytes);
          if (outcome === 'failed') this.shared.add('itemsFailed', 1);
        },
      });
      noteInLog(staging, this.events, { event: 'copied' });
    } finally {
      earlier?.close();
      closeQuietly(ledger);
      await lanes.close();
    }
  }

  #validate(staging: Staging, digester: Digester): Verdict {
    this.#enter('validating');
    const verdict = validateStaging(readLedger(staging.attemptFolder), {
      payload: staging.payload,
      digester,
      checkpoint: this.#control.checkpoint,
      passed: () => this.#work.passed('validating'),
    });
    noteInLog(staging, this.events, { event: 'validated', findings: verdict.findings.size });
    return verdict;
  }

  #publish({ staging }: Staged, home: Home, verdict: Verdict): Published {
    // The last moment to cancel: from here on final names appear.
    this.#control.checkpoint();
    this.#enter('publishing');
    onDestination(() => {
      staging.custody.append({ event: 'publishing' });
      staging.custody.sync();
    });
    const published = publish(() => readLedger(staging.attemptFolder), {
      payload: staging.payload,
      destination: home.payload,
      verdict,
      throwIfAbandoned: this.#control.throwIfAbandoned,
      passed: () => this.#work.passed('publishing'),
    });
    const { renamed, blocked } = published;
    noteInLog(staging, this.events, { event: 'published', renamed: [...renamed], blocked: blocked.size });
    return published;
  }

  /** A bag gets its name as a whole, when its payload is in it. */
  #publishBag({ destination, staging }: Staged, done: PublishedJob): Home {
    const { attempt } = this;
    return publishBag(done.home, {
      attempt,
      request: attempt.request,
      startedAt: this.#started.at,
      outcomes: outcomesOf(done),
      lines: readLedger(staging.attemptFolder),
      staging: staging.folder,
      destination,
      naming: (name) => {
        this.#control.throwIfAbandoned();
        staging.custody.append({ event: 'bagNaming', name });
        staging.custody.sync();
      },
    });
  }

  get #endContext(): EndContext {
    return {
      ...this.#parts,
      startedAt: this.#started.at,
      surroundings: lookAround(this.#started.at, this.services.build),
      control: this.#control,
      work: this.#work,
      enter: (phase) => this.#enter(phase),
    };
  }

  #enter(phase: Phase): void {
    this.#summary.enter(phase);
    this.shared.setPhase(phase);
    this.events.phase(phase);
  }
}
