import { type Home, openHome } from './bag/home';
import { publishBag } from './bag/publishBag';
import type { Digester } from './digests/digester';
import { onDestination } from './fs/failures';
import { copyJob } from './job/copyJob';
import { endNotBegun, endStopped, type JobParts, noteInLog } from './job/endings';
import { type EndContext, endPublished } from './job/endPublished';
import type { EngineServices } from './job/engineServices';
import type { JobEvents } from './job/jobEvents';
import { Metrics } from './job/metrics';
import { planJob } from './job/planJob';
import { outcomesOf, type PublishedJob } from './job/settleJob';
import { SourceLook } from './job/sourceLook';
import { stageAgain } from './job/stageAgain';
import { type Staged, stageJob } from './job/stageJob';
import { SummaryBuilder } from './job/summaryBuilder';
import { WorkMeter } from './job/workMeter';
import { readLedger } from './ledger/ledger';
import { OutcomeTeller } from './ledger/outcomeTeller';
import type { Attempt } from './model/job/job';
import type { Phase } from './model/job/phase';
import type { JobSummary } from './model/result/summary';
import { JobControl } from './model/thread/jobControl';
import type { SharedState } from './model/thread/sharedState';
import { type Published, publish } from './publish/publish';
import { SourceTrees } from './reading/sourceTrees';
import { lookAround } from './records/surroundings';
import type { Staging } from './staging/staging';
import { type Verdict, validateStaging } from './verify/validate';

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
    let look: SourceLook | undefined;
    try {
      home = openHome(this.attempt.request, staging.folder, staged.destination, staged.history?.bagName);
      const toCopy = { ...staged, home, trees };
      const plan = planJob(toCopy, this.#context);
      this.#enter('copying');
      await copyJob({ ...toCopy, plan, digester }, this.#context);
      noteInLog(staging, this.events, { event: 'copied' });
      look = new SourceLook({ ...toCopy, plan }, this.#context);
      const verdict = this.#validate(staging, digester);
      const { attemptFolder } = staging;
      const published = this.#publish(staged, home, verdict);
      home = this.#publishBag(staged, { attemptFolder, home, verdict, published, sources: trees });
      const job = { ...staged, attemptFolder, home, verdict, published, sources: trees, look, digester };
      return await endPublished(job, this.#endContext);
    } catch (error) {
      const payloadPath = home?.payload.path ?? staged.destination.path;
      const isFurther = staged.history !== undefined;
      return endStopped(error, { ...staged, payloadPath, sources: trees, isFurther }, this.#parts);
    } finally {
      await look?.close();
      home?.close();
      trees.close();
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
    const published = publish((isWanted) => readLedger(staging.attemptFolder, isWanted), {
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

  get #context() {
    const { services } = this;
    return { ...this.#parts, services, control: this.#control, work: this.#work, metrics: this.#metrics };
  }

  get #endContext(): EndContext {
    return {
      ...this.#context,
      startedAt: this.#started.at,
      surroundings: lookAround(this.#started.at, this.services),
      enter: (phase) => this.#enter(phase),
    };
  }

  #enter(phase: Phase): void {
    this.#summary.enter(phase);
    this.shared.setPhase(phase);
    this.events.phase(phase);
  }
}
