import type { Failure } from '../model/failure/failure';
import type { ItemOutcome } from '../model/item/outcome';
import { emptyTotals, type PlanTotals } from '../model/item/plan';
import { type Attempt, methodOf } from '../model/job/job';
import type { Phase } from '../model/job/phase';
import type { DigestImplementations } from '../model/proof/digest';
import type { SourceStatement } from '../model/proof/sourceStatement';
import { FAILURES_IN_SUMMARY, type JobStatus, type JobSummary } from '../model/result/summary';
import type { Volume } from '../model/result/volume';
import type { PathText } from '../model/text/pathText';
import { bytesPerSecond } from '../model/text/units';
import { GradeTally } from '../verify/gradeTally';
import type { Metrics } from './metrics';

/** What a job knows only at its end. */
export interface Ending {
  readonly status: JobStatus;
  readonly destination: PathText;
  readonly recordsDir: PathText | null;
  /** The ZIP; undefined where none was made. */
  readonly archive?: PathText | undefined;
  readonly stagingDir: PathText | null;
}

/** Adds up outcomes into the one summary of an attempt; what it keeps does not grow with the number of files. */
export class SummaryBuilder {
  /** Absolute path of what earlier attempts have left in a staging folder; null where there is none. */
  stagingLeft: PathText | null = null;
  plan: PlanTotals = emptyTotals();
  digestImplementations: DigestImplementations = {};
  sourceVolumes: readonly Volume[] = [];
  destinationVolume: Volume | null = null;
  sourceStatement: SourceStatement | undefined;
  readonly #phases: { phase: Phase; atMs: number }[] = [];
  readonly #failures: Failure[] = [];
  readonly #notices: string[] = [];
  #failureCount = 0;
  #endFailed = false;
  #stop: Failure | undefined;
  readonly #items = { copied: 0, recorded: 0, skipped: 0, failed: 0 };
  readonly #sizeClasses = { small: 0, medium: 0, large: 0 };
  readonly #grades = new GradeTally();
  #bytes = 0;
  #files = 0;
  readonly #earlier = { files: 0, bytes: 0 };
  #sourcesSince = 0;
  readonly #reads = { source: 0, destination: 0, saved: 0 };

  /** @param attempt The attempt as it was asked for; one that continues a job may turn out to be a later one. */
  constructor(
    public attempt: Attempt,
    private readonly started: { at: Date; by: number },
    private readonly metrics: Metrics,
  ) {}

  /** The status of a job that ran to its end. */
  get status(): JobStatus {
    if (this.#endFailed) return 'failed';
    return this.#failureCount > 0 ? 'incomplete' : 'complete';
  }

  /** Items that were told as failed. */
  get failedItems(): number {
    return this.#items.failed;
  }

  /** What arrived lacks its records or its ZIP: a job that was to have them did not run to its end. */
  failEnd(failure: Failure): void {
    this.#endFailed = true;
    this.addFailure(failure);
  }

  /** A failure that is no item's. */
  addFailure(failure: Failure): void {
    this.#failureCount++;
    if (this.#failures.length < FAILURES_IN_SUMMARY) this.#failures.push(failure);
  }

  /** The failure that stopped the job. The item it happened to is not counted a second time. */
  stop(failure: Failure): void {
    this.#stop = failure;
    this.addFailure(failure);
  }

  /** The job came to its next phase. */
  enter(phase: Phase): void {
    this.#phases.push({ phase, atMs: Math.round(performance.now() - this.started.by) });
  }

  /** A sentence worth knowing that is no failure. */
  addNotice(sentence: string): void {
    this.#notices.push(sentence);
  }

  /** Adds one final outcome. What did not happen because the job stopped is counted, but is no failure of its own. */
  add(outcome: ItemOutcome): void {
    this.#items[outcome.outcome]++;
    const { failure, file } = outcome;
    if (failure !== undefined && !this.#isAboutTheStop(failure)) this.addFailure(failure);
    if (file === undefined) return;
    this.#reads.source += file.sourceReads;
    this.#reads.destination += file.destinationReads;
    this.#reads.saved += file.readsSaved;
    if (file.grade !== null) this.#grades.add(file.grade, file.gradeReason);
    if (outcome.sourceSince !== undefined) this.#sourcesSince++;
    if (outcome.outcome !== 'copied') return;
    this.#files++;
    this.#bytes += file.size;
    if (outcome.attempt !== undefined && outcome.attempt < this.attempt.attempt) {
      this.#earlier.files++;
      this.#earlier.bytes += file.size;
    }
    this.#sizeClasses[file.sizeClass]++;
  }

  /** The summary as of now. */
  finish({ status, destination, recordsDir, archive, stagingDir }: Ending): JobSummary {
    const { jobId, attempt, request } = this.attempt;
    const durationMs = performance.now() - this.started.by;
    return {
      jobId,
      label: request.label,
      attempt,
      status,
      gradeRequested: request.verification,
      grade: this.#grades.lowest,
      gradeReason: this.#grades.reason,
      gradeCounts: this.#grades.counts,
      items: { planned: this.plan.items, ...this.#items },
      files: this.#files,
      ...(this.attempt.attempt > 1 && { filesFromEarlier: this.#earlier.files, bytesFromEarlier: this.#earlier.bytes }),
      filesPlanned: this.plan.files,
      bytes: this.#bytes,
      bytesPlanned: this.plan.bytes,
      sizeClasses: { ...this.#sizeClasses },
      failures: [...this.#failures],
      failureCount: this.#failureCount,
      notices: [...this.#notices, ...this.#noticeOfSources()],
      startedAt: this.started.at.toISOString(),
      endedAt: new Date(this.started.at.getTime() + durationMs).toISOString(),
      durationMs: Math.round(durationMs),
      bytesPerSecond: bytesPerSecond(this.#bytes - this.#earlier.bytes, durationMs),
      speedSamples: [...this.metrics.samples],
      phases: [...this.#phases],
      ...(this.sourceStatement && { sourceStatement: this.sourceStatement }),
      sourceReads: this.#reads.source,
      destinationReads: this.#reads.destination,
      readsSaved: this.#reads.saved,
      peakMemoryBytes: this.metrics.peakMemory,
      method: methodOf(request),
      bufferSizeKB: request.bufferSizeKB,
      digestImplementations: { ...this.digestImplementations },
      sources: [...request.sources],
      destination,
      sourceVolumes: [...this.sourceVolumes],
      destinationVolume: this.destinationVolume,
      recordsDir,
      ...(archive === undefined ? {} : { archive }),
      stagingDir,
    };
  }

  #noticeOfSources(): string[] {
    const count = this.#sourcesSince;
    if (count === 0) return [];
    const files = count === 1 ? 'The source of 1 file' : `The sources of ${count} files`;
    return [`${files} changed after an earlier attempt had copied it: the copy stands for what it was then.`];
  }

  #isAboutTheStop({ code, path, offset }: Failure): boolean {
    if (code === 'jobStopped' || code === 'cancelled') return true;
    const stop = this.#stop;
    return stop?.code === code && stop.path === path && stop.offset === offset;
  }
}
